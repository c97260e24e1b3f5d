package dev.zener.run;

import com.sun.management.OperatingSystemMXBean;
import dev.zener.data.FileHash;
import dev.zener.device.Cpu;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The software, machine and data of a run, recorded to explain later why two runs differ.
 *
 * @param zener the version of Zener
 * @param java the vendor and version of Java
 * @param system the name and version of the operating system
 * @param libraries the versions of numerical libraries (ND4J, oneDNN ...) by name
 * @param device the device used
 * @param card the GPU and its driver, or "none" if the device is the CPU; null in files of early
 *     versions
 * @param precision the type of the operands of matrix products: float32, tf32 or bfloat16, never
 *     auto
 * @param cpu the processor's name, or its architecture if the system does not report the name
 * @param cores the number of cores that the process may use
 * @param memoryBytes the memory of the machine or container, in bytes
 * @param heapBytes the limit of the Java heap, in bytes
 * @param seeds the seeds of the run
 * @param sha256 the SHA-256 of each data and weight file, by path
 * @param started the local start time with offset, in ISO 8601
 */
public record Environment(
    String zener,
    String java,
    String system,
    Map<String, String> libraries,
    String device,
    String card,
    String precision,
    String cpu,
    int cores,
    long memoryBytes,
    long heapBytes,
    List<Long> seeds,
    Map<String, String> sha256,
    String started) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  public Environment {
    precision = precision == null ? "float32" : precision; // missing in files of early versions
    libraries = Collections.unmodifiableMap(new LinkedHashMap<>(libraries));
    seeds = List.copyOf(seeds);
    sha256 = Collections.unmodifiableMap(new TreeMap<>(sha256));
  }

  /** Captures the environment of this process. Reads each of {@code files} once to hash it. */
  public static Environment capture(
      String zener,
      Map<String, String> libraries,
      String device,
      String card,
      String precision,
      List<Long> seeds,
      Collection<Path> files,
      Clock clock)
      throws IOException {
    return new Environment(
        zener,
        System.getProperty("java.vendor") + " " + Runtime.version(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        libraries,
        device,
        card,
        precision,
        Cpu.ofThisMachine().name(),
        Runtime.getRuntime().availableProcessors(),
        memory(),
        Runtime.getRuntime().maxMemory(),
        seeds,
        hashes(files),
        OffsetDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /**
   * Reads an environment from the file that a run wrote.
   *
   * @throws InputException if the file is malformed
   */
  public static Environment read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Environment.class);
    } catch (JacksonException e) {
      throw new InputException(
          file + ": is not the environment file of a run: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Compares the environment of a resuming process with this one, in which the run was started.
   * Returns a line for each difference that can change the bits of the result.
   *
   * @throws InputException if a data or weight file has changed
   */
  public List<String> differences(Environment later) {
    later.sha256.forEach(
        (file, hash) -> {
          if (!hash.equals(sha256.get(file))) {
            throw new InputException(
                file
                    + ": has changed since the run was started (SHA-256 now "
                    + hash
                    + ", then "
                    + sha256.get(file)
                    + "); restore it, or start a new run");
          }
        });
    List<String> lines = new ArrayList<>();
    compare(lines, "device", device, later.device);
    if (card != null) {
      compare(lines, "card", card, later.card);
    }
    compare(lines, "precision", precision, later.precision);
    compare(lines, "cores", cores, later.cores);
    compare(lines, "Zener", zener, later.zener);
    compare(lines, "libraries", libraries, later.libraries);
    return lines;
  }

  private static void compare(List<String> lines, String what, Object then, Object now) {
    if (!then.equals(now)) {
      lines.add(
          what
              + ": "
              + now
              + ", but "
              + then
              + " when the run was started; the result will not have the same bits as that of a run never stopped");
    }
  }

  public String toJson() {
    return JSON.writeValueAsString(this) + "\n";
  }

  private static Map<String, String> hashes(Collection<Path> files) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (Path file : files) {
      hashes.put(file.toString(), FileHash.of(file).sha256());
    }
    return hashes;
  }

  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}

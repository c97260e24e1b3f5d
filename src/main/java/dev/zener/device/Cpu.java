package dev.zener.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The processor, as reported by the operating system.
 *
 * @param name the name of the processor, or its architecture if the system does not report it
 * @param features the instruction sets that determine which kernels run
 */
public record Cpu(String name, List<String> features) {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  /** The relevant features of x86 and ARM, with the names of Linux. */
  private static final String TELLING =
      "sse4_2|avx|avx2|fma|f16c|avx_vnni|avx512.*|amx_.*|asimd.*|sve.*|bf16|i8mm|fphp";

  /** The first processor of this machine. */
  public static Cpu ofThisMachine() {
    if (!Files.isReadable(LINUX)) {
      return new Cpu(System.getProperty("os.arch"), List.of("not reported by this system"));
    }
    try {
      return of(Files.readAllLines(LINUX));
    } catch (IOException e) {
      throw new UncheckedIOException(LINUX + ": cannot be read", e);
    }
  }

  /** Parses the lines of Linux's cpuinfo. The first name is used; on ARM there is none. */
  public static Cpu of(List<String> cpuinfo) {
    String name = null;
    Set<String> features = new TreeSet<>();
    for (String line : cpuinfo) {
      String[] parts = line.split(":", 2);
      String key = parts[0].strip();
      if (key.equals("model name")) {
        if (name == null) {
          name = parts[1].strip();
        }
      } else if (key.equals("flags") || key.equals("Features")) {
        Arrays.stream(parts[1].strip().split(" "))
            .filter(flag -> flag.matches(TELLING))
            .forEach(features::add);
      }
    }
    return new Cpu(name == null ? System.getProperty("os.arch") : name, List.copyOf(features));
  }
}

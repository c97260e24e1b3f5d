package dev.zener.fuzz;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Reads hostile files one after the other with their readers: {@code Hostile FOLDER}. It is run
 * with a small heap. The exit code is 1 if a reader did not answer as expected.
 *
 * @param file the name of the file
 * @param expected a part of the error message; empty if the file is harmless and can be read
 */
record Hostile(String name, String file, Content content, Target.Reader reader, String expected) {
  /** The limit of processor time; the largest of these files has 32 MiB. */
  private static final double SECONDS = 10;

  @FunctionalInterface
  interface Content {
    void write(OutputStream out) throws IOException;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    List<Hostile> all =
        Stream.of(HostileWeights.all(), HostileTexts.all(), HostileVectors.all())
            .flatMap(List::stream)
            .toList();
    int faults = 0;
    for (Hostile hostile : all) {
      faults += hostile.answered(folder) ? 0 : 1;
    }
    System.exit(faults == 0 ? 0 : 1);
  }

  private boolean answered(Path folder) throws IOException {
    Path path = folder.resolve(file);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
      content.write(out);
    }
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    Outcome outcome = Outcome.of(new Target(name, file, List.of(), b -> b, List.of(reader)), path);
    double cpu = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) * 1e-9;
    boolean right =
        outcome.fault() == null
            && cpu < SECONDS
            && outcome.read() == expected.isEmpty()
            && outcome.message().contains(expected);
    System.out.printf(
        Locale.ROOT,
        "%s %s: %d bytes, %.2f s, %s%n",
        right ? "ok" : "FAULT",
        name,
        Files.size(path),
        cpu,
        outcome.read() ? "read" : outcome.message());
    if (outcome.fault() != null) {
      outcome.fault().printStackTrace(System.out);
    }
    Files.delete(path);
    return right;
  }
}

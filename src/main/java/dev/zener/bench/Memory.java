package dev.zener.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What this process took of the machine. */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private Memory() {}

  /** Most bytes that were ever resident, where the system tells (Linux). */
  static OptionalLong peakBytes() {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return peakBytes(Files.readAllLines(STATUS));
    } catch (IOException e) {
      throw new UncheckedIOException(STATUS + ": cannot be read", e);
    }
  }

  static OptionalLong peakBytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(PEAK))
        .map(line -> line.substring(PEAK.length()).strip().split(" ")[0])
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
        .findFirst();
  }

  /** Milliseconds that garbage collections took so far. */
  static long collecting() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}

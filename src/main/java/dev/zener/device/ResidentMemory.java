package dev.zener.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** The resident memory of this process, including mapped files. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** The current resident memory in bytes; empty if the system does not report it (Linux does). */
  public static OptionalLong now() {
    return read("VmRSS:");
  }

  /** The maximum resident memory so far in bytes; empty if the system does not report it. */
  public static OptionalLong peak() {
    return read("VmHWM:");
  }

  private static OptionalLong read(String key) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try {
      return of(key, Files.readAllLines(STATUS));
    } catch (IOException e) {
      throw new UncheckedIOException(STATUS + ": cannot be read", e);
    }
  }

  static OptionalLong of(String key, List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip().split(" ")[0])
        .mapToLong(kibibytes -> Long.parseLong(kibibytes) << 10)
        .findFirst();
  }
}

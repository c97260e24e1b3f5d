package dev.zener.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What this process holds of the machine's memory, files that are mapped among it. */
public final class ResidentMemory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** Bytes now, where the system tells (Linux). */
  public static OptionalLong now() {
    return read("VmRSS:");
  }

  /** Most bytes that there ever were. */
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

package dev.zener.files;

import java.io.IOException;
import java.nio.file.Path;

/** Files mapped in small parts, for tests of other packages. */
public final class PartedBytes {
  private PartedBytes() {}

  /**
   * Maps a file.
   *
   * @param part bytes of a part
   * @param overlap of two parts
   */
  public static Bytes map(Path file, long part, int overlap) throws IOException {
    return MappedBytes.map(file, part, overlap);
  }
}

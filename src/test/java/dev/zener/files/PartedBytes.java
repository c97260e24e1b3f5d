package dev.zener.files;

import java.io.IOException;
import java.nio.file.Path;

/** Maps files in small parts, for tests of other packages. */
public final class PartedBytes {
  private PartedBytes() {}

  /**
   * Maps a file.
   *
   * @param part the size of a part in bytes
   * @param overlap the number of bytes that two parts share
   */
  public static Bytes map(Path file, long part, int overlap) throws IOException {
    return MappedBytes.map(file, part, overlap);
  }
}

package dev.zener.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A reader to be tested.
 *
 * @param file the name of the files that it reads
 * @param seeds valid files to start from
 * @param mend repairs checksums and the like, because most mutants would otherwise fail the first
 *     check
 * @param readers open the file and read everything in it
 */
record Target(
    String name,
    String file,
    List<byte[]> seeds,
    UnaryOperator<byte[]> mend,
    List<Reader> readers) {

  @FunctionalInterface
  interface Reader {
    void read(Path file) throws IOException;
  }

  @Override
  public String toString() {
    return name;
  }
}

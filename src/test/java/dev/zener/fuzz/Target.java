package dev.zener.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A reader to be tried.
 *
 * @param file name that its files have
 * @param seeds whole files to start from
 * @param mend puts right what would keep most mutants from getting farther than a first check
 * @param readers each opens the file and reads everything in it
 */
record Target(
    String name,
    String file,
    List<byte[]> seeds,
    UnaryOperator<byte[]> mend,
    List<Reader> readers) {

  /** Reads a whole file. */
  @FunctionalInterface
  interface Reader {
    void read(Path file) throws IOException;
  }

  @Override
  public String toString() {
    return name;
  }
}

package dev.zener.format;

import java.io.Closeable;
import java.io.IOException;

/** Reads the sentences or texts of one file from first to last. */
interface ItemReader extends Closeable {
  /** The next one; null after the last. */
  Item next() throws IOException;

  /** What was decided and left out so far. */
  ReadNotes notes();
}

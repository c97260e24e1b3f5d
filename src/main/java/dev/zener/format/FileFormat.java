package dev.zener.format;

import dev.zener.data.WordSplitter;
import dev.zener.problem.InputException;
import java.io.IOException;

/** A format of files with sentences. {@link Format} lists all of them. */
interface FileFormat {
  /**
   * How a reader is to be opened.
   *
   * @param shared strings that items of the file may share
   */
  record Opening(
      TextSource source,
      ReadOptions options,
      WordSplitter splitter,
      boolean labelled,
      SharedStrings shared) {
    Opening(TextSource source, ReadOptions options, WordSplitter splitter, boolean labelled) {
      this(source, options, splitter, labelled, strings(labelled));
    }

    private static SharedStrings strings(boolean labelled) {
      return new SharedStrings(labelled ? SharedStrings.MOST : SharedStrings.FEW);
    }
  }

  /** The name for people, such as CoNLL-U. */
  String title();

  /** Whether the beginning or the name of a file shows that it has this format. */
  boolean recognises(Head head);

  /** Whether a file of this format can have labels. */
  default boolean hasLabels() {
    return true;
  }

  /**
   * Opens a file.
   *
   * @param opening if it is not labelled, the reader does not look at labels
   */
  ItemReader open(Opening opening) throws IOException;

  /** Whether files of this format can be written. */
  default boolean writable() {
    return false;
  }

  /** Whether a text that is not split into words can be written, with entities in characters. */
  default boolean holdsText() {
    return false;
  }

  /**
   * A writer of this format.
   *
   * @throws dev.zener.problem.InputException if it cannot be written
   */
  default ItemWriter writer(Appendable out, WriteOptions options) {
    throw new InputException(title() + " cannot be written; allowed: " + OutputFormat.keys());
  }
}

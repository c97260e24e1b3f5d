package dev.zener.format;

import dev.zener.problem.InputException;

/** Checks that words and tags can be written in columns separated by TAB. */
final class ColumnText {
  private ColumnText() {}

  /**
   * A word as it is.
   *
   * @throws InputException if a column cannot hold it
   */
  static String word(String word) {
    if (word.isEmpty() || breaks(word)) {
      throw new InputException(
          "Word '"
              + word
              + "' is empty or contains a TAB or LF, which columns cannot represent; write JSON"
              + " lines");
    }
    requireWhole("Word", word);
    return word;
  }

  /**
   * A tag as it is.
   *
   * @throws InputException if a column cannot hold it
   */
  static String tag(String tag) {
    if (breaks(tag)) {
      throw new InputException(
          "Tag '"
              + tag
              + "' contains a TAB or LF, which columns cannot represent; write JSON lines");
    }
    requireWhole("Tag", tag);
    return tag;
  }

  private static boolean breaks(String text) {
    return text.indexOf('\t') >= 0 || text.indexOf('\n') >= 0;
  }

  /** Refuses text that UTF-8 cannot represent. */
  static void requireWhole(String what, String text) {
    if (LoneSurrogates.find(text) >= 0) {
      throw new InputException(
          what
              + " '"
              + text
              + "' contains half of a character (a lone surrogate), which UTF-8 cannot represent;"
              + " write JSON lines");
    }
  }
}

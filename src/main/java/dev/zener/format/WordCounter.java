package dev.zener.format;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Follows a column that may count the words of each sentence, from 1 or from 0, as in GermEval and
 * CoNLL-U. There {@code 3-4} is the range of the words of one token, and {@code 5.1} an empty node.
 */
final class WordCounter {
  /** What a counter says of its row. */
  enum Kind {
    WORD,
    RANGE,
    EMPTY_NODE,
    /** The text is not the number that must come next. */
    WRONG
  }

  private static final Pattern NUMBER = Pattern.compile("(\\d{1,7})(?:([-.])\\d{1,7})?");

  private int first = -1;
  private int next = -1;

  /** Starts a sentence. */
  void sentence() {
    next = -1;
  }

  Kind next(String text) {
    Matcher number = NUMBER.matcher(text);
    if (!number.matches()) {
      return Kind.WRONG;
    }
    if (number.group(2) != null) {
      return number.group(2).equals("-") ? Kind.RANGE : Kind.EMPTY_NODE;
    }
    int value = Integer.parseInt(number.group(1));
    if (first < 0 && value <= 1) {
      first = value;
    }
    int expected = next < 0 ? first : next;
    next = value + 1;
    return value == expected ? Kind.WORD : Kind.WRONG;
  }
}

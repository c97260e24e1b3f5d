package dev.zener.data;

import java.util.ArrayList;
import java.util.List;

/**
 * White space between words: all of Unicode's, with form feed, vertical tab and next line, which a
 * BERT tokenizer drops and thereby joins the words on both sides.
 */
public final class WhiteSpace {
  private static final char NEXT_LINE = '\u0085';

  private WhiteSpace() {}

  /** Whether a UTF-16 unit is white space. */
  static boolean is(int unit) {
    return Character.isWhitespace(unit) || Character.isSpaceChar(unit) || unit == NEXT_LINE;
  }

  /** A splitter that also parts the words of another at white space. */
  public static WordSplitter parting(WordSplitter splitter) {
    return text -> {
      List<CharSpan> words = splitter.split(text);
      return words.stream().anyMatch(word -> has(text, word)) ? parted(text, words) : words;
    };
  }

  private static boolean has(String text, CharSpan word) {
    return next(text, word.start(), word.end()) < word.end();
  }

  /** The position of the next white space; {@code end} if there is none. */
  private static int next(String text, int from, int end) {
    int at = from;
    while (at < end && !is(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static List<CharSpan> parted(String text, List<CharSpan> words) {
    List<CharSpan> parts = new ArrayList<>();
    for (CharSpan word : words) {
      for (int from = word.start(), to; from < word.end(); from = to + 1) {
        to = next(text, from, word.end());
        if (from < to) {
          parts.add(new CharSpan(from, to));
        }
      }
    }
    return parts;
  }
}

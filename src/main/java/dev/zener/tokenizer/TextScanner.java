package dev.zener.tokenizer;

import static dev.zener.tokenizer.CharacterTable.COMPLEX;
import static dev.zener.tokenizer.CharacterTable.ISOLATED;
import static dev.zener.tokenizer.CharacterTable.LETTER;
import static dev.zener.tokenizer.CharacterTable.SPACE;

/**
 * Normalises a text and splits it into words and special strings. Words of simple units are
 * normalised in place and passed on without a copy. Not thread-safe.
 */
final class TextScanner {
  private final SpecialStrings specials;
  private final NormalizedStrings normalized;
  private final byte[] kinds;
  private final char[] folded;
  private final Casing casing;
  private final CharacterProperties properties = CharacterProperties.all();
  private char[] units = {};

  /** Created when first needed, because most texts have no complex units. */
  private StretchNormalizer normalizer;

  private AlignedText aligned;

  TextScanner(
      Casing casing, CharacterTable table, SpecialStrings specials, NormalizedStrings normalized) {
    this.casing = casing;
    this.kinds = table.kinds;
    this.folded = table.folded;
    this.specials = specials;
    this.normalized = normalized;
  }

  void scan(String text, WordSink sink) {
    int length = text.length();
    if (units.length < length) {
      units = new char[length];
    }
    text.getChars(0, length, units, 0);
    int from = 0;
    for (int at = specials.next(text, 0); at >= 0; at = specials.next(text, from)) {
      words(from, at, sink);
      String special = specials.at(text, at);
      from = at + special.length();
      sink.special(special, at, from);
    }
    words(from, length, sink);
  }

  private void words(int from, int to, WordSink sink) {
    if (normalized.isEmpty()) {
      simple(from, to, sink);
    } else if (from < to) {
      normalize(units, from, to);
      normalized.split(aligned, sink, (start, end) -> split(aligned, start, end, sink));
    }
  }

  /** Splits a text without strings that are found in the normalised text. */
  private void simple(int from, int to, WordSink sink) {
    char[] text = units;
    int at = from;
    while (at < to) {
      byte kind = kinds[text[at]];
      if (kind == SPACE) {
        at++;
      } else if (kind == ISOLATED) {
        fold(text, at);
        sink.word(text, at, at + 1, null, null);
        at++;
      } else {
        int end = letters(text, at, to);
        if (end < to && kinds[text[end]] == COMPLEX) {
          at = complex(text, at, to, sink);
        } else {
          sink.word(text, at, end, null, null);
          at = end;
        }
      }
    }
  }

  /** Folds the letters from {@code at} on and returns their end. */
  private int letters(char[] text, int at, int to) {
    int end = at;
    while (end < to && kinds[text[end]] == LETTER) {
      fold(text, end++);
    }
    return end;
  }

  private void fold(char[] text, int at) {
    if (folded != null) {
      text[at] = folded[text[at]];
    }
  }

  /** Normalises and splits the text from {@code at} to the next space and returns its end. */
  private int complex(char[] text, int at, int to, WordSink sink) {
    int end = at;
    while (end < to && kinds[text[end]] != SPACE) {
      end++;
    }
    normalize(text, at, end);
    split(aligned, 0, aligned.length, sink);
    return end;
  }

  private void normalize(char[] text, int from, int to) {
    if (normalizer == null) {
      normalizer = new StretchNormalizer(casing);
      aligned = new AlignedText();
    }
    aligned.set(normalizer.normalize(text, from, to));
  }

  private void split(AlignedText text, int start, int end, WordSink sink) {
    int from = start;
    for (int at = start; at < end; ) {
      int point = Character.codePointAt(text.chars, at, end);
      int next = at + Character.charCount(point);
      boolean space = properties.is(point, CharacterProperties.SPACE);
      if (space || properties.is(point, CharacterProperties.PUNCTUATION)) {
        emit(text, from, at, sink);
        emit(text, at, space ? at : next, sink);
        from = next;
      }
      at = next;
    }
    emit(text, from, end, sink);
  }

  private static void emit(AlignedText text, int from, int to, WordSink sink) {
    if (from < to) {
      sink.word(text.chars, from, to, text.starts, text.ends);
    }
  }
}

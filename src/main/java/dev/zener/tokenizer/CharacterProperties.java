package dev.zener.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The properties of code points that HuggingFace uses. They are read from {@code unicode.txt} and
 * not from the JDK, because HuggingFace's tables mix Unicode versions, and the result must not
 * depend on the Java version.
 */
final class CharacterProperties {
  /** Removed by cleaning. */
  static final int DROPPED = 1;

  /** Separates words. */
  static final int SPACE = 2;

  /** A word of its own. */
  static final int PUNCTUATION = 4;

  /** A word of its own if Chinese is split. */
  static final int CHINESE = 8;

  /** A non-spacing mark: an accent. */
  static final int MARK = 16;

  /** Has a canonical decomposition. */
  static final int DECOMPOSED = 32;

  /** Has another lower case. */
  static final int LOWERED = 64;

  /** Has a combining class other than 0. */
  static final int COMBINING = 128;

  private static final int HANGUL_FIRST = 0xAC00;
  private static final int HANGUL_LAST = 0xD7A3;
  private static final Map<String, Integer> SETS =
      Map.of(
          "dropped",
          DROPPED,
          "space",
          SPACE,
          "punctuation",
          PUNCTUATION,
          "chinese",
          CHINESE,
          "mark",
          MARK);

  /** Flags by code point, in pages of 256; all pages without flags are the same array. */
  private final byte[][] pages = new byte[0x1100][];

  private final Map<Integer, Integer> classes = new HashMap<>();
  private final Map<Integer, int[]> decomposed = new HashMap<>();
  private final Map<Integer, int[]> lowered = new HashMap<>();

  private CharacterProperties() {
    byte[] none = new byte[256];
    Arrays.fill(pages, none);
    flagRange(none, Character.MIN_SURROGATE, Character.MAX_SURROGATE, DROPPED);
    flagRange(none, HANGUL_FIRST, HANGUL_LAST, DECOMPOSED);
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                CharacterProperties.class.getResourceAsStream("unicode.txt"),
                StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          read(none, line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("unicode.txt of this library cannot be read", e);
    }
  }

  private static final class Holder {
    static final CharacterProperties ALL = new CharacterProperties();
  }

  static CharacterProperties all() {
    return Holder.ALL;
  }

  int flags(int point) {
    return pages[point >> 8][point & 0xFF] & 0xFF;
  }

  boolean is(int point, int flag) {
    return (flags(point) & flag) != 0;
  }

  /** The canonical combining class, 0 for a starter. */
  int combiningClass(int point) {
    return is(point, COMBINING) ? classes.get(point) : 0;
  }

  /** The full canonical decomposition; the code point itself if it has none. */
  int[] decomposition(int point) {
    if (!is(point, DECOMPOSED)) {
      return new int[] {point};
    }
    return point >= HANGUL_FIRST && point <= HANGUL_LAST
        ? jamo(point - HANGUL_FIRST)
        : decomposed.get(point);
  }

  /** The lower case; the code point itself if it has no other. */
  int[] lowerCase(int point) {
    return is(point, LOWERED) ? lowered.get(point) : new int[] {point};
  }

  /** Hangul syllables decompose by arithmetic: 19 leads, 21 vowels, 27 tails or none. */
  private static int[] jamo(int syllable) {
    int lead = 0x1100 + syllable / 588;
    int vowel = 0x1161 + syllable % 588 / 28;
    int tail = syllable % 28;
    return tail == 0 ? new int[] {lead, vowel} : new int[] {lead, vowel, 0x11A7 + tail};
  }

  private void read(byte[] none, String line) {
    String[] items = line.split(" ");
    for (int i = 1; i < items.length; i++) {
      switch (items[0]) {
        case "decomposed" -> map(none, items[i], decomposed, DECOMPOSED);
        case "lowered" -> map(none, items[i], lowered, LOWERED);
        default -> range(none, items[0], items[i]);
      }
    }
  }

  private void map(byte[] none, String item, Map<Integer, int[]> target, int flag) {
    int equals = item.indexOf('=');
    int point = Integer.parseInt(item, 0, equals, 16);
    String[] points = item.substring(equals + 1).split("\\+");
    int[] mapped = new int[points.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = Integer.parseInt(points[i], 16);
    }
    target.put(point, mapped);
    flagRange(none, point, point, flag);
  }

  private void range(byte[] none, String name, String item) {
    int dash = item.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? item : item.substring(0, dash), 16);
    int last = dash < 0 ? first : Integer.parseInt(item.substring(dash + 1), 16);
    if (name.startsWith("class.")) {
      int combining = Integer.parseInt(name.substring("class.".length()));
      for (int point = first; point <= last; point++) {
        classes.put(point, combining);
      }
      flagRange(none, first, last, COMBINING);
    } else {
      flagRange(none, first, last, SETS.get(name));
    }
  }

  private void flagRange(byte[] none, int first, int last, int flag) {
    for (int point = first; point <= last; point++) {
      if (pages[point >> 8] == none) {
        pages[point >> 8] = new byte[256];
      }
      pages[point >> 8][point & 0xFF] |= (byte) flag;
    }
  }
}

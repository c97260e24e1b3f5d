package dev.zener.vectors;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * What a word of a file of vectors may be: any text in UTF-8 without a space and a line feed, since
 * these end words and lines.
 */
public final class WordText {
  /** The maximum length of a word in bytes of UTF-8. */
  static final int LONGEST = 1 << 16;

  /** What a decoder puts where bytes are invalid; it may also be a character of the text. */
  private static final char REPLACEMENT = '\uFFFD';

  private WordText() {}

  /** Whether every form of file can hold the word. */
  public static boolean isStorable(String word) {
    if (word.isEmpty() || bytes(word) > LONGEST) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == ' ' || c == '\n') {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == word.length()
            || !Character.isLowSurrogate(word.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static int bytes(String word) {
    return word.length() <= LONGEST / 3
        ? word.length()
        : word.getBytes(StandardCharsets.UTF_8).length;
  }

  /** How the bytes of a word were decoded. */
  enum Encoding {
    UTF_8,
    /** The last character lacks bytes; word2vec cuts long words within characters. */
    CUT,
    OTHER
  }

  /** Decodes a word. Bytes that are not UTF-8 give replacement characters, see {@link #check}. */
  static String decode(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Whether a decoded word has the characters of its bytes. */
  static Encoding check(String decoded, byte[] bytes, int from, int to) {
    if (decoded.indexOf(REPLACEMENT) < 0) {
      return Encoding.UTF_8;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    CharBuffer out = CharBuffer.allocate(to - from);
    CoderResult result = decoder.decode(in, out, false);
    if (result.isError()) {
      return Encoding.OTHER;
    }
    return in.hasRemaining() ? Encoding.CUT : Encoding.UTF_8;
  }
}

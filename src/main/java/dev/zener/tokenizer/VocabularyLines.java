package dev.zener.tokenizer;

import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Splits a vocab.txt into its lines. */
final class VocabularyLines {
  private VocabularyLines() {}

  /**
   * Splits the lines. Only LF ends a line, because pieces may contain any other line separator; a
   * CR before the LF is dropped.
   */
  static String[] split(byte[] bytes, String source) {
    int count = count(bytes);
    Vocabulary.require(
        count <= Vocabulary.MAX_PIECES, source, count + " pieces", Vocabulary.MAX_PIECES);
    String[] lines = new String[count];
    int from = 0;
    for (int i = 0; i < lines.length; i++) {
      int end = from;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
      lines[i] = decode(bytes, from, to, source, i + 1);
      from = end + 1;
    }
    return lines;
  }

  private static int count(byte[] bytes) {
    int lines = bytes.length > 0 && bytes[bytes.length - 1] != '\n' ? 1 : 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static String decode(byte[] bytes, int from, int to, String source, int line) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      requireUtf8(bytes, from, to, source, line);
    }
    return text;
  }

  /** Checks strictly: U+FFFD may mean malformed bytes or be a real character of the piece. */
  private static void requireUtf8(byte[] bytes, int from, int to, String source, int line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    } catch (CharacterCodingException e) {
      throw new InputException(
          source + ":" + line + ": not UTF-8; save the vocabulary as UTF-8", e);
    }
  }
}

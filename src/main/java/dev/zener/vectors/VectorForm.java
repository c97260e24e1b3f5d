package dev.zener.vectors;

import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The forms of files of vectors, recognised by the first bytes. */
enum VectorForm {
  TEXT("text"),
  BINARY("word2vec binary"),
  MAPPED("safetensors");

  /** The number of bytes that recognition looks at. */
  static final int HEAD = 1 << 12;

  static final String ALLOWED =
      "allowed: text of word2vec or fastText (.vec, .txt), word2vec binary (.bin), both also packed"
          + " by gzip, and what Zener writes (.safetensors)";

  private static final byte[] FASTTEXT_MODEL = {(byte) 0xBA, 0x16, 0x4F, 0x2F};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};

  private final String title;

  VectorForm(String title) {
    this.title = title;
  }

  /** The name for people. */
  String title() {
    return title;
  }

  static boolean isGzip(byte[] head) {
    return starts(head, GZIP);
  }

  /**
   * The form of a file.
   *
   * @throws InputException if the first bytes show that it is none of these
   */
  static VectorForm of(byte[] head, String name) {
    if (head.length == 0) {
      throw new InputException(name + ": is empty; " + ALLOWED + "; fetch the file again");
    }
    if (starts(head, FASTTEXT_MODEL)) {
      throw new InputException(
          name + ": is a fastText model, which is not read; " + ALLOWED + "; take its .vec file");
    }
    if (starts(head, ZIP)) {
      throw new InputException(name + ": is a zip archive; " + ALLOWED + "; unpack it");
    }
    if (head.length > 8 && head[5] == 0 && head[6] == 0 && head[7] == 0 && head[8] == '{') {
      return MAPPED;
    }
    int line = indexOf(head, '\n', 0);
    if (!isHeader(head, line)) {
      if (indexOf(head, 0, 0) < head.length) {
        throw new InputException(
            name
                + ": is binary, but does not begin with a number of words and a width; "
                + ALLOWED);
      }
      return TEXT;
    }
    return isText(head, indexOf(head, ' ', line) + 1) ? TEXT : BINARY;
  }

  private static boolean starts(byte[] bytes, byte[] with) {
    return bytes.length >= with.length
        && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
  }

  private static int indexOf(byte[] bytes, int value, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != value) {
      at++;
    }
    return at;
  }

  /** Whether the first line is two whole numbers. */
  private static boolean isHeader(byte[] head, int end) {
    return end <= VectorHeader.LONGEST
        && VectorHeader.isOne(new String(head, 0, end, StandardCharsets.ISO_8859_1));
  }

  /** Whether what follows the first word is text: it would need unlikely floats to look like it. */
  private static boolean isText(byte[] head, int from) {
    for (int i = from; i < head.length; i++) {
      if (head[i] >= 0 && head[i] < ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t') {
        return false;
      }
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    int length = Math.max(0, head.length - from);
    ByteBuffer bytes = ByteBuffer.wrap(head, head.length - length, length);
    return !decoder.decode(bytes, CharBuffer.allocate(length), false).isError();
  }
}

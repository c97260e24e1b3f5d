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

  /** The least number of bytes that tell text from floats. */
  private static final int LEAST = 64;

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
    int width = header(head, line, name).width();
    int from = Math.min(head.length, indexOf(head, ' ', line) + 1);
    int to = Math.min(head.length, from + Math.max(LEAST, width * Float.BYTES));
    return isText(head, from, to) ? TEXT : BINARY;
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
    return end <= VectorHeader.LONGEST && VectorHeader.isOne(line(head, end));
  }

  private static VectorHeader header(byte[] head, int end, String name) {
    return VectorHeader.parse(line(head, end), name + ":1");
  }

  private static String line(byte[] head, int end) {
    return new String(head, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** Whether what follows the first word is text, as only unlikely floats are. */
  private static boolean isText(byte[] head, int from, int to) {
    for (int i = from; i < to; i++) {
      if (head[i] >= 0 && head[i] < ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t') {
        return false;
      }
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(head, from, to - from);
    return !decoder.decode(bytes, CharBuffer.allocate(to - from), false).isError();
  }
}

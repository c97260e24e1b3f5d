package dev.zener.vectors;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a text of vectors as bytes, one at a time. Only LF ends a line. */
final class VectorLines {
  /** The maximum length of a line in bytes, far above that of 10,000 elements. */
  private static final int LONGEST = 1 << 20;

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final InputStream in;
  private final String name;
  private byte[] buffer = new byte[1 << 16];
  private int position;
  private int filled;
  private int start;
  private int end;
  private long line;

  VectorLines(InputStream in, String name) {
    this.in = in;
    this.name = name;
  }

  /** Moves to the next line; false after the last. */
  boolean advance() throws IOException {
    int length = lineFeed(0);
    while (position + length == filled && fill(length)) {
      length = lineFeed(length);
    }
    if (position == filled) {
      return false;
    }
    line++;
    start = position;
    end = position + length;
    position = Math.min(filled, end + 1);
    if (line == 1 && startsWithMark()) {
      start += BYTE_ORDER_MARK.length;
    }
    trim();
    return true;
  }

  /** The distance to the next LF, looked for from {@code from} on, or to the end of the bytes. */
  private int lineFeed(int from) {
    int at = position + from;
    while (at < filled && buffer[at] != '\n') {
      at++;
    }
    return at - position;
  }

  /** Reads more bytes behind those of an incomplete line, which move to the buffer's start. */
  private boolean fill(int length) throws IOException {
    if (length > LONGEST) {
      throw new InputException(
          "%s:%d: a line of more than %d MiB; allowed: a word and its elements in each line; fetch"
                  .formatted(name, line + 1, LONGEST >> 20)
              + " the file again");
    }
    if (length == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * length);
    } else {
      System.arraycopy(buffer, position, buffer, 0, length);
    }
    position = 0;
    int n = in.read(buffer, length, buffer.length - length);
    filled = length + Math.max(0, n);
    return n > 0;
  }

  private boolean startsWithMark() {
    return end - start >= 3 && Arrays.equals(buffer, start, start + 3, BYTE_ORDER_MARK, 0, 3);
  }

  /** Drops a CR and spaces at the end of the line. */
  private void trim() {
    if (end > start && buffer[end - 1] == '\r') {
      end--;
    }
    while (end > start && buffer[end - 1] == ' ') {
      end--;
    }
  }

  /** The bytes of the line, which are those from {@link #start} to {@link #end}. */
  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The next space from {@code from} on, or the end of the line. */
  int space(int from) {
    int at = from;
    while (at < end && buffer[at] != ' ') {
      at++;
    }
    return at;
  }

  /** The next byte from {@code from} on that is no space, or the end of the line. */
  int field(int from) {
    int at = from;
    while (at < end && buffer[at] == ' ') {
      at++;
    }
    return at;
  }

  /** The location of the line. */
  String source() {
    return name + ":" + line;
  }
}

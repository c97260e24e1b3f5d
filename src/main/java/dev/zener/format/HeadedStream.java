package dev.zener.format;

import dev.zener.problem.InputException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A stream whose beginning can be looked at before it is read. The beginning is what one read
 * returns, so that a terminal is not waited for longer than necessary.
 */
final class HeadedStream extends InputStream {
  /** The maximum number of bytes of the beginning. */
  static final int HEAD = 1 << 16;

  /** One NUL in so many bytes is too many for a text. */
  private static final int MANY = 4;

  private InputStream rest;
  private byte[] head;
  private int position;
  private boolean unpacked;
  private boolean converted;

  HeadedStream(InputStream in) {
    this.rest = in;
  }

  /**
   * The bytes that come next. They are still read afterwards.
   *
   * @param full whether to wait for {@link #HEAD} bytes or the end
   */
  byte[] head(boolean full) throws IOException {
    byte[] bytes = new byte[HEAD];
    int length = 0;
    if (head != null) {
      length = head.length - position;
      System.arraycopy(head, position, bytes, 0, length);
    }
    for (int n = 0; n >= 0 && length < HEAD && (full || length == 0); length += Math.max(0, n)) {
      n = rest.read(bytes, length, HEAD - length);
    }
    head = Arrays.copyOf(bytes, length);
    position = 0;
    return head.clone();
  }

  /** Unpacks gzip and converts UTF-16 to UTF-8, if the first bytes show one of them. */
  void unpack(String name) throws IOException {
    if (unpacked) {
      return;
    }
    unpacked = true;
    if (starts(0x1F, 0x8B)) {
      replace(gunzip(name, remaining()));
    }
    if (starts(0xFF, 0xFE, 0, 0) || starts(0, 0, 0xFE, 0xFF)) {
      throw new InputException(name + ": the text is in UTF-32; convert the file to UTF-8");
    }
    if (starts(0xFF, 0xFE) || starts(0xFE, 0xFF)) {
      converted = true;
      replace(new Utf16Stream(remaining(), name));
    }
    requireText(name);
  }

  /** Refuses bytes that no reader of lines understands, as far as the first ones show it. */
  private void requireText(String name) throws IOException {
    int nul = 0;
    int carriageReturns = 0;
    boolean lineFeed = false;
    byte[] head = head(false);
    for (byte b : head) {
      nul += b == 0 ? 1 : 0;
      carriageReturns += b == '\r' ? 1 : 0;
      lineFeed |= b == '\n';
    }
    if (nul * MANY > head.length) { // a text may have some, UTF-16 has one beside each letter
      throw new InputException(
          name
              + ": has many NUL characters, so it is binary, or UTF-16 without a byte-order mark;"
              + " convert it to UTF-8");
    }
    if (carriageReturns > 1 && !lineFeed) {
      throw new InputException(
          name + ": its lines end with CR alone; convert the line ends to LF or CRLF");
    }
  }

  /** Whether the text was in UTF-16 and is now in UTF-8. */
  boolean converted() {
    return converted;
  }

  private boolean starts(int... bytes) throws IOException {
    byte[] start = head(false);
    for (int i = 0; i < bytes.length; i++) {
      if (start.length <= i || (start[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private void replace(InputStream in) {
    rest = in;
    head = null;
    position = 0;
  }

  private InputStream remaining() {
    HeadedStream same = new HeadedStream(rest);
    same.head = head;
    same.position = position;
    return same;
  }

  private static InputStream gunzip(String name, InputStream in) throws IOException {
    try {
      return new FilterInputStream(new GZIPInputStream(in, HEAD)) {
        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
          try {
            return in.read(bytes, from, length);
          } catch (ZipException | EOFException e) {
            throw damaged(name, e);
          }
        }
      };
    } catch (ZipException | EOFException e) {
      throw damaged(name, e);
    }
  }

  private static InputException damaged(String name, IOException e) {
    return new InputException(
        name + ": the gzip file is damaged or incomplete; pack it again, or unpack it", e);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (head != null && position < head.length) {
      int n = Math.min(length, head.length - position);
      System.arraycopy(head, position, bytes, from, n);
      position += n;
      return n;
    }
    return rest.read(bytes, from, length);
  }

  @Override
  public int available() throws IOException {
    return head != null && position < head.length ? head.length - position : rest.available();
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}

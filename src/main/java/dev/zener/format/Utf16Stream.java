package dev.zener.format;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-16 text with a byte-order mark, converted to UTF-8 while it is read. */
final class Utf16Stream extends InputStream {
  private final Reader in;
  private final String name;
  private final char[] chars = new char[1 << 13];
  private byte[] bytes = {};
  private int position;
  private char carried;

  Utf16Stream(InputStream in, String name) {
    this.in = new InputStreamReader(in, StandardCharsets.UTF_16.newDecoder());
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 1 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int from, int length) throws IOException {
    while (position == bytes.length) {
      if (!fill()) {
        return -1;
      }
    }
    int n = Math.min(length, bytes.length - position);
    System.arraycopy(bytes, position, target, from, n);
    position += n;
    return n;
  }

  /** Converts the next characters. A pair of surrogates is never parted. */
  private boolean fill() throws IOException {
    int start = 0;
    if (carried != 0) {
      chars[start++] = carried;
      carried = 0;
    }
    int n;
    try {
      n = in.read(chars, start, chars.length - start);
    } catch (CharacterCodingException e) {
      throw new InputException(name + ": the text is not valid UTF-16; convert it to UTF-8", e);
    }
    if (n < 0 && start == 0) {
      return false;
    }
    int end = start + Math.max(0, n);
    if (n > 0 && Character.isHighSurrogate(chars[end - 1])) {
      carried = chars[--end];
    }
    bytes = new String(chars, 0, end).getBytes(StandardCharsets.UTF_8);
    position = 0;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

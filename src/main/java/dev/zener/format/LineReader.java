package dev.zener.format;

import dev.zener.data.Source;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the lines of a stream, one at a time. Only LF ends a line, so that other line separators of
 * Unicode stay inside words. A CR before the LF and a byte-order mark are dropped. Bytes that are
 * invalid in the charset, and lines of more than 64 MiB, are errors with file and line.
 */
public final class LineReader implements Closeable {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /**
   * The maximum length of a line in bytes. It stops files without line ends from being read whole.
   */
  private static final int LONGEST = 1 << 26;

  /** What a decoder puts where bytes are invalid; it may also be a character of the text. */
  static final char REPLACEMENT = '\uFFFD';

  private final InputStream in;
  private final String name;
  private final Charset charset;
  private final String remedy;
  private byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private int line;
  private int start;
  private int end;
  private boolean marked;
  private boolean carriageReturn;

  /**
   * Creates a reader.
   *
   * @param name the name of the stream in messages
   * @throws InputException if the charset does not encode LF as the single byte 10
   */
  public LineReader(InputStream in, String name, Charset charset) {
    this(
        in,
        name,
        charset,
        "if the file is latin-1 (as CoNLL-2003 German is), name its charset ("
            + Setting.CHARSET.with("ISO-8859-1")
            + ")");
  }

  /**
   * Creates a reader.
   *
   * @param remedy what to do about bytes that are invalid, for messages
   */
  LineReader(InputStream in, String name, Charset charset, String remedy) {
    if (!Arrays.equals("\n".getBytes(charset), new byte[] {'\n'})) {
      throw new InputException(
          name + ": charset " + charset + " is not supported; convert the file to UTF-8");
    }
    this.in = in;
    this.name = name;
    this.charset = charset;
    this.remedy = remedy;
  }

  /** The next line, or null after the last. A last line without LF counts if it is not empty. */
  public String next() throws IOException {
    return advance() ? text() : null;
  }

  /** Moves to the next line, which is not decoded yet; false after the last. */
  boolean advance() throws IOException {
    int length = 0;
    while (true) {
      int lineFeed = lineFeed(position + length);
      if (lineFeed < limit) {
        begin(position, lineFeed);
        position = lineFeed + 1;
        return true;
      }
      length = limit - position;
      if (length > LONGEST) {
        throw new InputException(
            new Source(name, line + 1)
                + ": a line of more than "
                + (LONGEST >> 20)
                + " MiB; split it, with one sentence or one word per line");
      }
      if (!fill()) {
        if (length == 0) {
          return false;
        }
        begin(position, limit);
        position = limit;
        return true;
      }
    }
  }

  /** The index of the next LF, or the limit. */
  private int lineFeed(int from) {
    byte[] bytes = buffer;
    int end = limit;
    int at = from;
    while (at < end && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private void begin(int from, int to) {
    line++;
    marked = line == 1 && startsWithMark(from, to);
    start = marked ? from + BYTE_ORDER_MARK.length : from;
    carriageReturn = to > start && buffer[to - 1] == '\r';
    end = carriageReturn ? to - 1 : to;
  }

  /** Reads more bytes behind those of an incomplete line, which move to the buffer's start. */
  private boolean fill() throws IOException {
    int length = limit - position;
    if (length == buffer.length) {
      buffer = Arrays.copyOfRange(buffer, position, position + 2 * length);
    } else {
      System.arraycopy(buffer, position, buffer, 0, length);
    }
    position = 0;
    limit = length;
    int n = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, n);
    return n > 0;
  }

  /** The text of the line. */
  String text() {
    String text = new String(buffer, start, end - start, charset);
    // A string with the replacement character shows invalid bytes, or that character itself.
    return text.indexOf(REPLACEMENT) < 0 ? text : strictly();
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

  private String strictly() {
    CharsetDecoder decoder = charset.newDecoder();
    ByteBuffer source = ByteBuffer.wrap(buffer, start, end - start);
    CharBuffer chars =
        CharBuffer.allocate((int) Math.ceil((end - start) * (double) decoder.maxCharsPerByte()));
    CoderResult result = decoder.decode(source, chars, true);
    if (result.isError()) {
      throw undecodable(source.position() - start, buffer[source.position()]);
    }
    decoder.flush(chars);
    return chars.flip().toString();
  }

  private boolean startsWithMark(int from, int to) {
    return charset.equals(StandardCharsets.UTF_8)
        && to - from >= BYTE_ORDER_MARK.length
        && Arrays.equals(buffer, from, from + 3, BYTE_ORDER_MARK, 0, 3);
  }

  private InputException undecodable(int index, byte value) {
    return new InputException(
        String.format(
            "%s: byte 0x%02X at position %d of the line is not %s; %s",
            source(), value & 0xFF, index + 1, charset, remedy));
  }

  /** The location of the line read last. */
  public Source source() {
    return new Source(name, line);
  }

  /** Whether a byte-order mark was dropped from the line read last. */
  boolean marked() {
    return marked;
  }

  /** Whether a CR was dropped from the line read last. */
  boolean carriageReturn() {
    return carriageReturn;
  }

  /** The name of the stream in messages. */
  public String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

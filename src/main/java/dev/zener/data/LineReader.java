package dev.zener.data;

import dev.zener.label.InputException;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final InputStream in;
  private final String name;
  private final CharsetDecoder decoder;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private int line;

  /**
   * Creates a reader.
   *
   * @param name the name of the stream in messages
   * @throws InputException if the charset does not encode LF as the single byte 10
   */
  public LineReader(InputStream in, String name, Charset charset) {
    if (!Arrays.equals("\n".getBytes(charset), new byte[] {'\n'})) {
      throw new InputException(
          name + ": charset " + charset + " is not supported; convert the file to UTF-8");
    }
    this.in = in;
    this.name = name;
    this.decoder = charset.newDecoder();
  }

  /** Opens a file to read its lines. */
  public static LineReader open(Path file, Charset charset) throws IOException {
    return new LineReader(Files.newInputStream(file), file.toString(), charset);
  }

  /** The next line, or null after the last. A last line without LF counts if it is not empty. */
  public String next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean any = false;
    while (fill()) {
      any = true;
      int end = position;
      while (end < limit && buffer[end] != '\n') {
        end++;
      }
      bytes.write(buffer, position, end - position);
      if (bytes.size() > LONGEST) {
        throw new InputException(
            new Source(name, line + 1)
                + ": a line of more than "
                + (LONGEST >> 20)
                + " MiB; split it, with one sentence or one word per line");
      }
      position = end + 1;
      if (end < limit) {
        break;
      }
    }
    if (!any) {
      return null;
    }
    line++;
    return decode(bytes.toByteArray());
  }

  private boolean fill() throws IOException {
    if (position >= limit) {
      position = 0;
      limit = in.read(buffer);
    }
    return limit > 0;
  }

  private String decode(byte[] bytes) {
    int start = line == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
    int end = bytes.length;
    if (end > start && bytes[end - 1] == '\r') {
      end--;
    }
    ByteBuffer source = ByteBuffer.wrap(bytes, start, end - start);
    CharBuffer chars =
        CharBuffer.allocate((int) Math.ceil((end - start) * (double) decoder.maxCharsPerByte()));
    decoder.reset();
    CoderResult result = decoder.decode(source, chars, true);
    if (result.isError()) {
      throw undecodable(source.position() - start, bytes[source.position()]);
    }
    decoder.flush(chars);
    return chars.flip().toString();
  }

  private boolean startsWithMark(byte[] bytes) {
    return decoder.charset().equals(StandardCharsets.UTF_8)
        && bytes.length >= BYTE_ORDER_MARK.length
        && Arrays.equals(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3);
  }

  private InputException undecodable(int index, byte value) {
    return new InputException(
        String.format(
            "%s: byte 0x%02X at position %d of the line is not %s; if the file is latin-1"
                + " (as CoNLL-2003 German is), set its charset to ISO-8859-1 (--charset, or charset in the configuration's format)",
            source(), value & 0xFF, index + 1, decoder.charset()));
  }

  /** The location of the line read last. */
  public Source source() {
    return new Source(name, line);
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

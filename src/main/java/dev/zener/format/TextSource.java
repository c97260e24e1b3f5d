package dev.zener.format;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A text to read: a file, which may be read several times, or a stream, which can be read once.
 * Text packed by gzip is unpacked, and text in UTF-16 with a byte-order mark is converted to UTF-8.
 */
public final class TextSource {
  private interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Optional<Path> file;
  private final Opener opener;
  private final Optional<HeadedStream> stream;
  private boolean utf8;

  private TextSource(
      String name, Optional<Path> file, Opener opener, Optional<HeadedStream> stream) {
    this.name = name;
    this.file = file;
    this.opener = opener;
    this.stream = stream;
  }

  /** A file. It is opened by each reader that needs it. */
  public static TextSource of(Path file) {
    return new TextSource(
        file.toString(), Optional.of(file), () -> Files.newInputStream(file), Optional.empty());
  }

  /**
   * A stream. Nothing is read before a reader asks for it.
   *
   * @param name the name in messages; its extension may decide the format
   */
  public static TextSource of(InputStream in, String name) {
    return new TextSource(name, Optional.empty(), null, Optional.of(new HeadedStream(in)));
  }

  /** The name in messages. */
  public String name() {
    return name;
  }

  /** The file, if the text is in one. */
  Optional<Path> file() {
    return file;
  }

  /** The part of the name after its last dot, in lower case, without {@code .gz}. */
  String extension() {
    return extension(name);
  }

  static String extension(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String unpacked = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
    return unpacked.substring(unpacked.lastIndexOf('.') + 1);
  }

  /** Whether the text can be read several times. */
  boolean repeatable() {
    return stream.isEmpty();
  }

  /** The same text, read whole now, so that it can be read several times. */
  TextSource inMemory() throws IOException {
    byte[] bytes;
    try (InputStream in = open()) {
      bytes = in.readAllBytes();
    }
    TextSource copy =
        new TextSource(name, file, () -> new ByteArrayInputStream(bytes), Optional.empty());
    copy.utf8 = utf8;
    return copy;
  }

  /**
   * The beginning of the text, which is still there for the reader that comes next.
   *
   * @param full whether to wait until {@link HeadedStream#HEAD} bytes are there or the text ends
   */
  Head head(boolean full) throws IOException {
    HeadedStream in = opened();
    try {
      return new Head(extension(), in.head(full));
    } finally {
      if (repeatable()) {
        in.close();
      }
    }
  }

  /** The bytes of the text, unpacked; UTF-8 if the text was in UTF-16. */
  InputStream open() throws IOException {
    return opened();
  }

  /**
   * The lines of the text.
   *
   * @param charset the charset of the bytes, unless a byte-order mark names UTF-16
   */
  LineReader lines(Charset charset) throws IOException {
    HeadedStream in = opened();
    return new LineReader(in, name, charset(charset));
  }

  /**
   * The lines of a text in UTF-8.
   *
   * @param remedy what to do about bytes that are invalid, for messages
   */
  LineReader lines(String remedy) throws IOException {
    return new LineReader(opened(), name, StandardCharsets.UTF_8, remedy);
  }

  /** The charset of the opened text: the given one, or UTF-8 if the text was in UTF-16. */
  Charset charset(Charset given) {
    return utf8 ? StandardCharsets.UTF_8 : given;
  }

  private HeadedStream opened() throws IOException {
    HeadedStream in = stream.isPresent() ? stream.get() : new HeadedStream(opener.open());
    try {
      in.unpack(name);
      utf8 |= in.converted();
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}

package dev.zener.vectors;

import dev.zener.problem.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Files of vectors. Read are the text of word2vec, fastText and GloVe, word2vec's binary form, and
 * what {@link MappedVectors} maps; the first two also packed by gzip. Text and binary are read into
 * the Java heap, {@code 4 * width} bytes and about 100 more for each word. Text is in UTF-8.
 */
public final class VectorFile {
  private static final int BUFFER = 1 << 16;

  private static final String TEXT = ".vec";
  private static final String OTHER_TEXT = ".txt";
  private static final String PACKED = ".gz";
  private static final String MAPPED = ".safetensors";

  private VectorFile() {}

  /** Opens a file with all its words. */
  public static OpenVectors open(Path file) {
    return open(file, Integer.MAX_VALUE);
  }

  /**
   * Opens a file, whose form is recognised by its content.
   *
   * @param limit the maximum number of words; the first ones, which are the most frequent, are read
   * @throws InputException if the file is missing, of another form, or malformed
   * @throws IllegalArgumentException if the limit is below 1
   * @throws UncheckedIOException if the file cannot be read
   */
  public static OpenVectors open(Path file, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + "; allowed: 1 word and more");
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + (Files.exists(file) ? ": is no file" : ": no such file"));
    }
    try (InputStream in = buffered(Files.newInputStream(file))) {
      return VectorForm.isGzip(head(in)) ? unpacked(in, file, limit) : open(in, file, limit);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  private static OpenVectors unpacked(InputStream in, Path file, int limit) throws IOException {
    try {
      return open(buffered(new GZIPInputStream(in, BUFFER)), file, limit);
    } catch (ZipException | EOFException e) {
      throw new InputException(
          file + ": the gzip file is damaged or incomplete; fetch it again", e);
    }
  }

  private static OpenVectors open(InputStream in, Path file, int limit) throws IOException {
    String name = file.toString();
    return switch (VectorForm.of(head(in), name)) {
      case TEXT -> TextVectors.read(in, name, limit);
      case BINARY -> BinaryVectors.read(in, name, limit);
      case MAPPED -> mapped(file, limit);
    };
  }

  private static OpenVectors mapped(Path file, int limit) {
    MappedVectors vectors = MappedVectors.open(file, limit);
    return new OpenVectors(
        vectors,
        new VectorReport(
            file.toString(),
            VectorForm.MAPPED.title(),
            vectors.size(),
            vectors.width(),
            vectors.whole(),
            0,
            0));
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, BUFFER);
  }

  /** The first bytes, which are read again afterwards. */
  private static byte[] head(InputStream in) throws IOException {
    in.mark(VectorForm.HEAD);
    byte[] head = in.readNBytes(VectorForm.HEAD);
    in.reset();
    return head;
  }

  /**
   * Writes a file: {@code .vec} or {@code .txt} is text with a header, also followed by {@code .gz}
   * to pack it; {@code .safetensors} is to be mapped. Text has the fewest digits that are read back
   * as the same floats. The file appears under its name only when complete.
   *
   * @throws InputException if the name has another ending
   * @throws IllegalArgumentException if a word has a space, a line feed or a lone surrogate
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(WordVectors vectors, Path file) {
    requireEnding(file);
    String name = lower(file);
    try {
      if (name.endsWith(MAPPED)) {
        VectorWriter.mapped(vectors, file);
      } else {
        VectorWriter.text(vectors, file, name.endsWith(PACKED));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /**
   * Writes the form that is to be mapped, whatever the file's name.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void writeMapped(WordVectors vectors, Path file) {
    try {
      VectorWriter.mapped(vectors, file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }

  /**
   * Checks that the name of a file to write says its form.
   *
   * @throws InputException if it does not
   */
  public static void requireEnding(Path file) {
    String name = lower(file);
    String text = name.endsWith(PACKED) ? name.substring(0, name.length() - PACKED.length()) : name;
    if (!text.endsWith(TEXT) && !text.endsWith(OTHER_TEXT) && !name.endsWith(MAPPED)) {
      throw new InputException(
          file
              + ": the ending of its name does not say the form of the vectors; allowed: .vec and"
              + " .txt (text), .vec.gz and .txt.gz (packed text), .safetensors; rename it");
    }
  }

  private static String lower(Path file) {
    return file.toString().toLowerCase(Locale.ROOT);
  }
}

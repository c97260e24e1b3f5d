package dev.zener.vectors;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the text of word2vec, fastText and GloVe: a word and its elements in each line, parted by
 * spaces. The first line may be a header. Other white space of Unicode belongs to words.
 */
final class TextVectors {
  private final String name;
  private final VectorLines lines;
  private final FileWords words;
  private VectorHeader header;
  private int width;

  private TextVectors(InputStream in, String name, int limit) {
    this.name = name;
    this.lines = new VectorLines(in, name);
    this.words = new FileWords(name, limit);
  }

  static OpenVectors read(InputStream in, String name, int limit) throws IOException {
    return new TextVectors(in, name, limit).read();
  }

  private OpenVectors read() throws IOException {
    boolean more = lines.advance();
    if (more && isHeader()) {
      header = VectorHeader.parse(line(), lines.source());
      width = header.width();
      more = lines.advance();
    }
    while (more && !words.full()) {
      word();
      more = lines.advance();
    }
    if (!words.full() || !more) {
      requireAll();
    }
    return words.opened(VectorForm.TEXT, !more);
  }

  private boolean isHeader() {
    return lines.end() - lines.start() <= VectorHeader.LONGEST && VectorHeader.isOne(line());
  }

  private String line() {
    return new String(
        lines.bytes(), lines.start(), lines.end() - lines.start(), StandardCharsets.ISO_8859_1);
  }

  private void requireAll() {
    if (header != null && header.words() != words.rows()) {
      throw new InputException(
          "%s: has %d words, but its first line says %d; fetch the file again if it was cut, or"
                  .formatted(name, words.rows(), header.words())
              + " correct the line");
    }
  }

  private void word() {
    if (header != null && words.rows() == header.words()) {
      throw new InputException(
          "%s: a word more than the %d that the first line says; correct the line"
              .formatted(lines.source(), header.words()));
    }
    byte[] bytes = lines.bytes();
    int start = lines.start();
    int end = lines.space(start);
    if (end == start) {
      throw new InputException(
          lines.source()
              + ": no word at the start of the line; allowed: a word, a space, and its elements;"
              + " remove the line");
    }
    String word = words.word(bytes, start, end, lines::source);
    WordText.Encoding encoding = words.encoding(word, bytes, start, end, lines::source);
    if (width == 0) {
      width = VectorHeader.requireWidth(count(end), lines.source());
    }
    words.add(word, encoding, vector(word, end));
  }

  private float[] vector(String word, int from) {
    byte[] bytes = lines.bytes();
    float[] vector = new float[width];
    int n = 0;
    for (int at = lines.field(from); at < lines.end(); n++) {
      int end = lines.space(at);
      if (n < width) {
        vector[n] = DecimalFloat.parse(bytes, at, end);
        if (!Float.isFinite(vector[n])) {
          throw notFinite(word, at, end);
        }
      }
      at = lines.field(end);
    }
    if (n != width) {
      throw new InputException(
          "%s: word %s has %d elements; allowed: %d, as %s says; a word has no spaces; fetch the"
                  .formatted(
                      lines.source(),
                      Quoted.of(word),
                      n,
                      width,
                      header == null ? "the first word" : "the first line")
              + " file again, or remove the line");
    }
    return vector;
  }

  /** The number of elements of the line. */
  private int count(int from) {
    int count = 0;
    for (int at = lines.field(from); at < lines.end(); at = lines.field(lines.space(at))) {
      count++;
    }
    return count;
  }

  private InputException notFinite(String word, int from, int to) {
    String element = new String(lines.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
    return new InputException(
        "%s: word %s has the element %s; allowed: finite decimal numbers such as -0.25 or 1e-3; fetch"
                .formatted(lines.source(), Quoted.of(word), Quoted.of(element))
            + " the file again, or remove the line");
  }
}

package dev.zener.vectors;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads word2vec's binary form: a header line, then each word, a space and its elements as
 * little-endian floats. The original program ends each vector with a line feed, others do not.
 */
final class BinaryVectors {
  private final InputStream in;
  private final String name;
  private final FileWords words;
  private VectorHeader header;

  private BinaryVectors(InputStream in, String name, int limit) {
    this.in = in;
    this.name = name;
    this.words = new FileWords(name, limit);
  }

  static OpenVectors read(InputStream in, String name, int limit) throws IOException {
    return new BinaryVectors(in, name, limit).read();
  }

  private OpenVectors read() throws IOException {
    byte[] line = until('\n', VectorHeader.LONGEST, in.read());
    header = VectorHeader.parse(new String(line, StandardCharsets.ISO_8859_1), name + ":1");
    byte[] elements = new byte[header.width() * Float.BYTES];
    FloatView view = new FloatView(elements);
    while (words.rows() < header.words() && !words.full()) {
      byte[] word = word();
      if (in.readNBytes(elements, 0, elements.length) < elements.length) {
        throw truncated("within the vector of this word");
      }
      add(word, view);
    }
    boolean whole = words.rows() == header.words();
    if (whole) {
      requireEnd();
    }
    return words.opened(VectorForm.BINARY, whole);
  }

  /** The elements of the vector read last. */
  private record FloatView(ByteBuffer bytes) {
    FloatView(byte[] elements) {
      this(ByteBuffer.wrap(elements).order(ByteOrder.LITTLE_ENDIAN));
    }

    float[] copy() {
      float[] copy = new float[bytes.capacity() / Float.BYTES];
      bytes.asFloatBuffer().get(copy);
      return copy;
    }
  }

  private void add(byte[] bytes, FloatView view) {
    String word = words.word(bytes, 0, bytes.length, this::source);
    WordText.Encoding encoding = words.encoding(word, bytes, 0, bytes.length, this::source);
    float[] vector = view.copy();
    for (float element : vector) {
      if (!Float.isFinite(element)) {
        throw new InputException(
            "%s: word %s has the element %s; allowed: finite numbers; fetch the file again"
                .formatted(source(), Quoted.of(word), element));
      }
    }
    words.add(word, encoding, vector);
  }

  /** The word that is read now, for messages. */
  private String source() {
    return name + ": word " + (words.rows() + 1);
  }

  private byte[] word() throws IOException {
    int first = in.read();
    if (first == '\n' && words.rows() > 0) {
      first = in.read();
    }
    byte[] word = until(' ', WordText.LONGEST, first);
    if (word.length == 0) {
      throw new InputException(
          source() + ": is empty; allowed: at least one character; fetch the file again");
    }
    for (byte b : word) {
      if (b == '\n') {
        throw new InputException(
            source()
                + ": has a line feed; allowed: any other characters; the file is damaged, or its"
                + " vectors are not of the width that its first line says; fetch it again");
      }
    }
    return word;
  }

  /** The bytes before a delimiter, which is read too. */
  private byte[] until(int delimiter, int most, int first) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = first; b != delimiter; b = in.read()) {
      if (b < 0) {
        throw truncated("before the end of this word");
      }
      if (bytes.size() == most) {
        throw new InputException(
            "%s: has more than %d bytes; the file is damaged, or its vectors are not of the width"
                    .formatted(source(), most)
                + " that its first line says; fetch it again");
      }
      bytes.write(b);
    }
    return bytes.toByteArray();
  }

  private InputException truncated(String where) {
    return new InputException(
        "%s: the file ends %s%s; fetch it again"
            .formatted(
                source(),
                where,
                header == null ? "" : ", but its first line says " + header.words() + " words"));
  }

  private void requireEnd() throws IOException {
    int next = in.read();
    if (next == '\n') {
      next = in.read();
    }
    if (next >= 0) {
      throw new InputException(
          "%s: goes on after the %d words of width %d that its first line says; fetch the file again"
              .formatted(name, header.words(), header.width()));
    }
  }
}

package dev.zener.vectors;

import dev.zener.files.AtomicFile;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorInfo;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** Writes files of vectors, which appear under their names only when complete. */
final class VectorWriter {
  /** The number of elements written at a time. */
  private static final int PIECE = 1 << 16;

  private VectorWriter() {}

  /** Writes a header line, then a line for each word. */
  static void text(WordVectors vectors, Path file, boolean packed) throws IOException {
    AtomicFile.write(
        file,
        temporary -> {
          OutputStream plain = Files.newOutputStream(temporary);
          try (OutputStream out =
              new BufferedOutputStream(packed ? new GZIPOutputStream(plain) : plain, PIECE)) {
            text(vectors, out);
          }
        });
  }

  private static void text(WordVectors vectors, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    line.append(vectors.size()).append(' ').append(vectors.width()).append('\n');
    FloatBuffer vector = FloatBuffer.allocate(vectors.width());
    for (int i = 0; i < vectors.size(); i++) {
      line.append(word(vectors, i));
      vectors.copy(i, vector.clear());
      for (float element : vector.array()) {
        ShortestDecimal.append(element, line.append(' '));
      }
      out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      line.setLength(0);
    }
  }

  private static String word(WordVectors vectors, int number) {
    String word = vectors.word(number);
    if (!WordText.isStorable(word)) {
      throw new IllegalArgumentException(
          "word %d is '%s'; allowed: no spaces, line feeds and lone surrogates"
              .formatted(number, word));
    }
    return word;
  }

  /** Writes the file that {@link MappedVectors} maps. */
  static void mapped(WordVectors vectors, Path file) throws IOException {
    int size = vectors.size();
    byte[][] words = new byte[size][];
    long[] offsets = new long[size + 1];
    for (int i = 0; i < size; i++) {
      words[i] = word(vectors, i).getBytes(StandardCharsets.UTF_8);
      offsets[i + 1] = offsets[i] + words[i].length;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (SafetensorsWriter writer =
        SafetensorsWriter.open(
            file, Map.of("format", "pt"), infos(size, vectors.width(), offsets[size]))) {
      writer.write(MappedVectors.OFFSETS, LongBuffer.wrap(offsets));
      writer.write(MappedVectors.ORDER, LongBuffer.wrap(order(words)));
      for (byte[] word : words) {
        writer.write(MappedVectors.WORDS, LongBuffer.wrap(unsigned(word)));
      }
      elements(vectors, writer);
    }
  }

  private static List<TensorInfo> infos(int size, int width, long bytes) {
    return List.of(
        new TensorInfo(MappedVectors.OFFSETS, DType.I64, new long[] {size + 1L}),
        new TensorInfo(MappedVectors.VECTORS, DType.F32, new long[] {size, width}),
        new TensorInfo(MappedVectors.ORDER, DType.I32, new long[] {size}),
        new TensorInfo(MappedVectors.WORDS, DType.U8, new long[] {bytes}));
  }

  /** The numbers of the words in the order of their bytes. */
  private static long[] order(byte[][] words) {
    return IntStream.range(0, words.length)
        .boxed()
        .sorted(Comparator.comparing(i -> words[i], Arrays::compareUnsigned))
        .mapToLong(i -> i)
        .toArray();
  }

  private static long[] unsigned(byte[] bytes) {
    long[] numbers = new long[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      numbers[i] = Byte.toUnsignedLong(bytes[i]);
    }
    return numbers;
  }

  private static void elements(WordVectors vectors, SafetensorsWriter writer) {
    int rows = Math.max(1, PIECE / vectors.width());
    FloatBuffer piece = FloatBuffer.allocate(rows * vectors.width());
    for (int i = 0; i < vectors.size(); i++) {
      vectors.copy(i, piece);
      if (!piece.hasRemaining() || i == vectors.size() - 1) {
        writer.write(MappedVectors.VECTORS, piece.flip());
        piece.clear();
      }
    }
  }
}

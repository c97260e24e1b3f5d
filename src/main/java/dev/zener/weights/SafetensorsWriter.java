package dev.zener.weights;

import dev.zener.files.Quoted;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/**
 * Writes a safetensors file. Tensors may be written in any order, each in one or more pieces. The
 * file has a temporary name in the same folder until {@link #close} renames it, after every element
 * has been written. Until then, and after any failure, a file with the final name is unchanged. Not
 * thread-safe.
 */
public final class SafetensorsWriter implements Closeable {
  /** The number of elements converted at a time. */
  private static final int PIECE = 1 << 18;

  private final Path file;
  private final Path temporary;
  private final FileChannel channel;
  private final SafetensorsLayout layout;
  private final Map<String, TensorInfo> infos = new LinkedHashMap<>();
  private final Map<String, Long> written = new LinkedHashMap<>();
  private final ByteBuffer bytes = scratch();

  private SafetensorsWriter(Path file, SafetensorsLayout layout, List<TensorInfo> tensors)
      throws IOException {
    this.file = file;
    this.layout = layout;
    for (TensorInfo info : tensors) {
      infos.put(info.name(), info);
      written.put(info.name(), 0L);
    }
    this.temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
    this.channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Writes a complete file, a piece of a tensor at a time. Tensors are written in the order given
   * (wider types first) but read in the order of {@link TensorSource#place}.
   *
   * @param metadata strings stored in the file; HuggingFace requires {@code format: pt}
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(
      Path file, Map<String, String> metadata, List<? extends TensorSource> tensors) {
    List<TensorInfo> infos = tensors.stream().map(TensorSource::info).toList();
    try (SafetensorsWriter writer = open(file, metadata, infos)) {
      ByteBuffer scratch = scratch();
      List<TensorSource> ascending = new ArrayList<>(tensors);
      ascending.sort(Comparator.comparingLong(TensorSource::place));
      for (TensorSource source : ascending) {
        writer.copy(source, scratch);
      }
    }
  }

  /**
   * Starts a file with the given tensors.
   *
   * @throws IllegalArgumentException if two tensors have the same name
   * @throws UncheckedIOException if the file cannot be written
   */
  public static SafetensorsWriter open(
      Path file, Map<String, String> metadata, List<TensorInfo> tensors) {
    SafetensorsLayout layout = SafetensorsLayout.of(metadata, tensors);
    SafetensorsWriter writer;
    try {
      writer = new SafetensorsWriter(file.toAbsolutePath(), layout, tensors);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    try {
      writer.put(layout.header().duplicate(), 0);
      return writer;
    } catch (UncheckedIOException e) {
      writer.discard(e);
      throw e;
    }
  }

  /**
   * Appends the remaining values to a floating-point tensor, rounding to its type (to nearest, ties
   * to even).
   *
   * @throws IllegalArgumentException if the tensor is unknown, not floating-point, or would have
   *     more elements than announced
   */
  public void write(String name, FloatBuffer values) {
    DType dtype = dtype(name, true);
    append(name, values, (piece, out) -> ElementEncoding.encode(dtype, piece, out));
  }

  /** Appends doubles to a floating-point tensor, rounding once. */
  public void write(String name, DoubleBuffer values) {
    DType dtype = dtype(name, true);
    append(name, values, (piece, out) -> ElementEncoding.encode(dtype, piece, out));
  }

  /**
   * Appends the remaining values to a tensor of integers or booleans (0 and 1).
   *
   * @throws IllegalArgumentException if the tensor is unknown, is floating-point, or would have
   *     more elements than announced, or if a value does not fit its type
   */
  public void write(String name, LongBuffer values) {
    DType dtype = dtype(name, false);
    append(name, values, (piece, out) -> ElementEncoding.encode(dtype, piece, out));
  }

  private DType dtype(String name, boolean floating) {
    TensorInfo info = infos.get(name);
    if (info == null || info.dtype().floating() != floating) {
      throw new IllegalArgumentException(
          "tensor %s is %s: it takes no %s"
              .formatted(
                  Quoted.of(name),
                  info == null ? "not announced" : info,
                  floating ? "floating-point numbers" : "integers"));
    }
    return info.dtype();
  }

  private <B extends Buffer> void append(String name, B values, BiConsumer<B, ByteBuffer> encode) {
    TensorInfo info = infos.get(name);
    long done = written.get(name);
    if (values.remaining() > info.elements() - done) {
      throw new IllegalArgumentException(
          "tensor %s is %s, %d elements: %d are written, %d more are too many"
              .formatted(Quoted.of(name), info, info.elements(), done, values.remaining()));
    }
    int end = values.limit();
    while (values.position() < end) {
      values.limit(Math.min(end, values.position() + PIECE));
      int count = values.remaining();
      encode.accept(values, bytes.clear());
      put(bytes.flip(), layout.offsets().get(name) + done * info.dtype().bytes());
      done += count;
    }
    written.put(name, done);
  }

  private void put(ByteBuffer from, long offset) {
    try {
      long at = offset;
      while (from.hasRemaining()) {
        at += channel.write(from, at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private void copy(TensorSource source, ByteBuffer scratch) {
    TensorInfo info = source.info();
    if (info.dtype() == DType.F32) {
      FloatBuffer piece = scratch.asFloatBuffer();
      pieces(info, piece, from -> source.read(from, piece), () -> write(info.name(), piece));
    } else if (info.dtype().floating()) {
      DoubleBuffer piece = scratch.asDoubleBuffer();
      pieces(info, piece, from -> source.read(from, piece), () -> write(info.name(), piece));
    } else {
      LongBuffer piece = scratch.asLongBuffer();
      pieces(info, piece, from -> source.read(from, piece), () -> write(info.name(), piece));
    }
  }

  private static void pieces(TensorInfo info, Buffer piece, LongConsumer read, Runnable write) {
    for (long from = 0; from < info.elements(); from += PIECE) {
      piece.clear().limit((int) Math.min(PIECE, info.elements() - from));
      read.accept(from);
      piece.flip();
      write.run();
    }
  }

  private static ByteBuffer scratch() {
    return ByteBuffer.allocateDirect(PIECE * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Renames the file to its final name if every announced element has been written.
   *
   * @throws IllegalStateException if elements are missing; the temporary file is deleted
   * @throws UncheckedIOException if the file cannot be finished
   */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    for (TensorInfo info : infos.values()) {
      if (written.get(info.name()) != info.elements()) {
        IllegalStateException incomplete =
            new IllegalStateException(
                "%s is not written: tensor %s is %s, but %d elements came"
                    .formatted(file, Quoted.of(info.name()), info, written.get(info.name())));
        discard(incomplete);
        throw incomplete;
      }
    }
    finish();
  }

  private void finish() {
    try {
      channel.force(true);
      channel.close();
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      UncheckedIOException failure = new UncheckedIOException("cannot write " + file, e);
      discard(failure);
      throw failure;
    }
  }

  /** Deletes the temporary file; an error is added to {@code cause} as suppressed. */
  private void discard(Exception cause) {
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}

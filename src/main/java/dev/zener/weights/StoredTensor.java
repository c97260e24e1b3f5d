package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The location of a tensor in a file.
 *
 * @param offset the offset of the first element, in bytes
 * @param strides the strides of the dimensions, in elements
 * @param checksum the check of its bytes, if the format has one; the tensor is then contiguous
 */
record StoredTensor(
    TensorInfo info, Bytes bytes, long offset, Strides strides, Optional<Checksum> checksum) {
  /** The number of elements read at a time. */
  private static final int PIECE = 1 << 15;

  StoredTensor(TensorInfo info, Bytes bytes, long offset, Strides strides) {
    this(info, bytes, offset, strides, Optional.empty());
  }

  /** A contiguous tensor. */
  static StoredTensor contiguous(TensorInfo info, Bytes bytes, long offset) {
    return new StoredTensor(info, bytes, offset, Strides.contiguous(info.shape()));
  }

  /** A copy whose checksum is checked while it is read. */
  StoredTensor checked(Checksum sum) {
    return new StoredTensor(info, bytes, offset, strides, Optional.of(sum));
  }

  void read(long from, FloatBuffer target) {
    requireKind(true);
    pieces(from, target.remaining(), raw -> ElementDecoding.decode(info.dtype(), raw, target));
  }

  void read(long from, DoubleBuffer target) {
    requireKind(true);
    pieces(from, target.remaining(), raw -> ElementDecoding.decode(info.dtype(), raw, target));
  }

  void read(long from, LongBuffer target) {
    requireKind(false);
    pieces(from, target.remaining(), raw -> ElementDecoding.decode(info.dtype(), raw, target));
  }

  /**
   * Requires random access, because elements of a tensor that is not contiguous are read singly.
   */
  private void requireDirect() {
    if (!bytes.direct()) {
      throw new InputException(
          "tensor %s is stored transposed, which is not supported in a compressed archive; unpack it"
              .formatted(Quoted.of(info.name())));
    }
  }

  private void requireKind(boolean floating) {
    if (info.dtype().floating() != floating) {
      throw new IllegalArgumentException(
          "tensor %s is %s: read it into a %s"
              .formatted(
                  Quoted.of(info.name()),
                  info,
                  floating ? "LongBuffer" : "FloatBuffer or DoubleBuffer"));
    }
  }

  /** Passes the bytes of {@code count} elements to the reader, in order, a piece at a time. */
  private void pieces(long from, int count, Consumer<ByteBuffer> reader) {
    Objects.checkFromIndexSize(from, count, info.elements());
    int width = info.dtype().bytes();
    ByteBuffer room =
        ByteBuffer.allocate(Math.min(count, PIECE) * width).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count; ) {
      int piece = Math.min(count - done, PIECE);
      room.clear().limit(piece * width);
      if (strides.isContiguous()) {
        bytes.read(offset + (from + done) * width, room);
        long start = (from + done) * width;
        checksum.ifPresent(sum -> sum.passed(start, room, bytes, offset));
      } else {
        requireDirect();
        strides.gather(bytes, offset, width, from + done, room);
      }
      reader.accept(room.flip());
      done += piece;
    }
  }
}

package dev.zener.weights;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A tensor where it lies in a file.
 *
 * @param offset of the first element, in bytes
 * @param strides distance of neighbours in each dimension, in elements
 */
record StoredTensor(TensorInfo info, Bytes bytes, long offset, Strides strides) {
  /** Elements that a strided tensor is gathered by at a time. */
  private static final int GATHERED = 1 << 13;

  /** A tensor whose elements lie side by side. */
  static StoredTensor contiguous(TensorInfo info, Bytes bytes, long offset) {
    return new StoredTensor(info, bytes, offset, Strides.contiguous(info.shape()));
  }

  void read(long from, FloatBuffer target) {
    requireKind(true);
    pieces(from, target.remaining(), raw -> Decoding.decode(info.dtype(), raw, target));
  }

  void read(long from, DoubleBuffer target) {
    requireKind(true);
    pieces(from, target.remaining(), raw -> Decoding.decode(info.dtype(), raw, target));
  }

  void read(long from, LongBuffer target) {
    requireKind(false);
    pieces(from, target.remaining(), raw -> Decoding.decode(info.dtype(), raw, target));
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

  /** Hands over {@code count} elements' bytes, in order, in pieces that fit a view. */
  private void pieces(long from, int count, Consumer<ByteBuffer> reader) {
    Objects.checkFromIndexSize(from, count, info.elements());
    int longest =
        strides.isContiguous() ? Math.max(1, bytes.longestView() / info.dtype().bytes()) : GATHERED;
    for (int done = 0; done < count; ) {
      int piece = Math.min(count - done, longest);
      reader.accept(raw(from + done, piece));
      done += piece;
    }
  }

  private ByteBuffer raw(long from, int count) {
    int width = info.dtype().bytes();
    return strides.isContiguous()
        ? bytes.view(offset + from * width, count * width)
        : strides.gather(bytes, offset, width, from, count);
  }
}

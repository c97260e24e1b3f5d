package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.onednn.primitive.Reorder.Strides;

/** Copies tensors to another type. */
public final class Cast {
  private static final int LARGEST = 1 << 15;

  private Cast() {}

  public static void run(Tensor[] in, Tensor[] out) {
    Tensor from = in[0];
    Tensor to = out[0];
    int n = from.size();
    Stretch.over(
        n,
        LARGEST,
        (size, first, last) -> {
          Reorder stretch = Reorder.of(from.type(), to.type(), size);
          for (int s = first; s < last; s++) {
            long at = Math.min((long) s * size, n - size);
            stretch.run(
                from.address() + at * from.type().bytes(), to.address() + at * to.type().bytes());
          }
        });
  }

  /** Casts {@code n} rows, from row {@code first} of one tensor to row {@code at} of another. */
  public static void rows(Tensor from, int first, Tensor to, int at, int n) {
    Reorder.of(from.type(), to.type(), (long) n * from.dim(1))
        .run(
            from.address() + (long) first * from.dim(1) * from.type().bytes(),
            to.address() + (long) at * to.dim(1) * to.type().bytes());
  }

  /**
   * Rounds contiguous rows of float32 to rows of bfloat16.
   *
   * @param n the number of rows, at least 1
   * @param apart the distance between the starts of bfloat16 rows, in elements
   */
  public static void rows(long from, long to, int n, int width, int apart) {
    int size = Integer.highestOneBit(n); // few primitives serve all n, by two overlapping runs
    Reorder some =
        Reorder.of(
            ElementType.FLOAT32,
            ElementType.BFLOAT16,
            size,
            width,
            Strides.rows(width),
            Strides.rows(apart));
    some.run(from, to);
    if (size < n) {
      long first = n - size;
      some.run(
          from + first * width * Float.BYTES, to + first * apart * ElementType.BFLOAT16.bytes());
    }
  }
}

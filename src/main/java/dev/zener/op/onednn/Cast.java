package dev.zener.op.onednn;

import dev.zener.device.Tensor;

/** A copy in another type. */
final class Cast {
  private static final int LARGEST = 1 << 15;

  private Cast() {}

  static void run(Tensor[] in, Tensor[] out) {
    Tensor from = in[0];
    Tensor to = out[0];
    int n = from.size();
    Stretch.over(
        n,
        LARGEST,
        (size, first, last) -> {
          long[] shape = {size};
          long[] one = {1};
          Reorder stretch = Reorder.of(from.type(), to.type(), shape, one, one);
          for (int s = first; s < last; s++) {
            long at = Math.min((long) s * size, n - size);
            stretch.run(
                from.address() + at * from.type().bytes(), to.address() + at * to.type().bytes());
          }
        });
  }

  /** Casts {@code n} rows, from row {@code first} of one tensor to row {@code at} of another. */
  static void rows(Tensor from, int first, Tensor to, int at, int n) {
    long[] end = {(long) n * from.dim(1)};
    long[] one = {1};
    Reorder.of(from.type(), to.type(), end, one, one)
        .run(
            from.address() + (long) first * from.dim(1) * from.type().bytes(),
            to.address() + (long) at * to.dim(1) * to.type().bytes());
  }
}

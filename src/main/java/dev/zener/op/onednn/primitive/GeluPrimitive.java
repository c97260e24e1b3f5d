package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;

/**
 * Erf-GELU and its derivative over any number of elements. Input and output must not share memory,
 * see {@link Eltwise}.
 */
public final class GeluPrimitive {
  private static final int LARGEST = 1 << 14;

  private GeluPrimitive() {}

  /** y = gelu(z), n elements of one type. */
  public static void forward(ElementType type, long z, long y, int n) {
    over(Eltwise.Kind.GELU, type, n, z, y, 0);
  }

  /** dz = dy · gelu'(z), n elements of one type. */
  public static void backward(ElementType type, long z, long dy, long dz, int n) {
    over(Eltwise.Kind.GELU_GRADIENT, type, n, z, dz, dy);
  }

  private static void over(
      Eltwise.Kind kind, ElementType type, int n, long z, long target, long dy) {
    Stretch.over(
        n,
        LARGEST,
        (size, first, last) -> {
          Eltwise stretch = Eltwise.of(kind, type, size);
          for (int s = first; s < last; s++) {
            stretch.run(z, target, dy, s, n);
          }
        });
  }
}

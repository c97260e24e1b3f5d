package dev.zener.op.onednn.rows;

import dev.zener.device.Workers;
import dev.zener.op.Dropout;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/** {@link Dropout}, computed in heap copies of ranges of elements. */
public final class DropoutOneDnn {
  private static final int STRETCH = 1024;

  /** 0, 1, 2, …, since the C2 compiler does not vectorise a loop that computes with its counter. */
  private static final int[] INDEX = index();

  private static final ThreadLocal<Factors> FACTORS = ThreadLocal.withInitial(Factors::new);

  private DropoutOneDnn() {}

  public static Kernel forward(Op op) {
    int threshold = Dropout.threshold(op.number(0));
    float scale = (float) (1 / (1 - op.number(0)));
    return (in, out) -> {
      long key = Dropout.key(in[1].longs().get(0), op.integer(0));
      int size = in[0].size();
      int stretches = (size + STRETCH - 1) / STRETCH;
      FloatBuffer from = in[0].floats();
      FloatBuffer to = out[0].floats();
      Workers.run(
          stretches,
          32,
          (first, end) -> {
            float[] x = new float[STRETCH];
            for (int at = first * STRETCH; at < Math.min(end * STRETCH, size); at += STRETCH) {
              int n = Math.min(STRETCH, size - at);
              from.get(at, x, 0, n);
              mask(x, n, key, at, threshold, scale);
              to.put(at, x, 0, n);
            }
          });
    };
  }

  /** Drops or scales the elements of x[0, n); {@code first} is the number of the first element. */
  static void mask(float[] x, int n, long key, long first, int threshold, float scale) {
    Factors factors = FACTORS.get();
    for (int at = 0; at < n; at += STRETCH) {
      int length = Math.min(STRETCH, n - at);
      factors.draw(length, key, first + at, threshold, scale);
      factors.multiply(x, at, length);
    }
  }

  /** Writes the factors, 0 or {@code scale}, of elements from number {@code first} to m[0, n). */
  static void factors(float[] m, int n, long key, long first, int threshold, float scale) {
    Factors factors = FACTORS.get();
    for (int at = 0; at < n; at += STRETCH) {
      int length = Math.min(STRETCH, n - at);
      factors.draw(length, key, first + at, threshold, scale);
      factors.floats.get(0, m, at, length);
    }
  }

  private static int[] index() {
    int[] index = new int[STRETCH];
    for (int j = 0; j < STRETCH; j++) {
      index[j] = j;
    }
    return index;
  }

  /**
   * Factors that are written as int bits and read as floats from the same memory, because the C2
   * compiler does not vectorise conversions between them.
   */
  private static final class Factors {
    private final ByteBuffer memory =
        ByteBuffer.allocateDirect(Float.BYTES * STRETCH).order(ByteOrder.nativeOrder());
    private final IntBuffer ints = memory.asIntBuffer();
    final FloatBuffer floats = memory.asFloatBuffer();
    private final int[] bits = new int[STRETCH];
    private final float[] factors = new float[STRETCH];

    void draw(int n, long key, long first, int threshold, float scale) {
      int rest = (int) Math.min(n, (1L << 32) - (first & 0xFFFFFFFFL)); // of a block of 2³²
      draw(0, rest, Dropout.block(key, first), (int) first, threshold, scale);
      if (rest < n) {
        draw(rest, n, Dropout.block(key, first + rest), (int) first, threshold, scale);
      }
      ints.put(0, bits, 0, n);
    }

    private void draw(int from, int to, long k, int first, int threshold, float scale) {
      int k1 = (int) (k >>> 32);
      draw(bits, from, to, first + (int) k, k1, threshold - 1, Float.floatToRawIntBits(scale));
    }

    /**
     * {@link Dropout#bits}, inlined. If the difference to the threshold is negative, the shift
     * gives all ones, and the element is kept.
     */
    private static void draw(
        int[] bits, int from, int to, int start, int k1, int dropped, int scale) {
      int[] index = INDEX;
      for (int j = from; j < to; j++) {
        int h = start + index[j];
        h = (h ^ h >>> 16) * 0x7FEB352D;
        h = (h ^ h >>> 15 ^ k1) * 0x846CA68B;
        bits[j] = dropped - ((h ^ h >>> 16) >>> 8) >> 31 & scale;
      }
    }

    void multiply(float[] x, int at, int n) {
      floats.get(0, factors, 0, n);
      float[] m = factors;
      for (int j = 0; j < n; j++) {
        x[at + j] *= m[j];
      }
    }
  }
}

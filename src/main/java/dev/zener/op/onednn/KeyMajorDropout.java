package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Dropout;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * {@link Dropout} over a matrix in whose columns the elements' numbers ascend by one, as
 * attention's do over the keys. A draw serves four rows; all loops but one run over arrays that the
 * JIT compiler vectorises. For one thread.
 */
final class KeyMajorDropout implements AutoCloseable {
  private final Scratch memory = new Scratch();
  private long key;
  private int threshold;
  private int kept;
  private int columns;
  private long[] groups = {};
  private long[] bits = {};
  private int[] low = {};
  private int[] high = {};
  private int[] patterns = {};
  private float[] factors = {};

  // one memory seen as both types: the cheapest way to read patterns of bits as floats
  private IntBuffer ints;
  private FloatBuffer floats;

  /** Begins a matrix: the factors are 0 or {@code scale}. */
  void begin(long key, int threshold, float scale, int columns) {
    this.key = key;
    this.threshold = threshold;
    this.columns = columns;
    kept = Float.floatToRawIntBits(scale);
    if (groups.length < columns) {
      int room = Integer.highestOneBit(columns) * 2;
      groups = new long[room];
      bits = new long[room];
      low = new int[room];
      high = new int[room];
      patterns = new int[4 * room];
      factors = new float[4 * room];
      Tensor shared = memory.floats(4 * room);
      floats = shared.floats();
      ints = Tensor.at(shared.address(), ElementType.INT32, 4 * room).ints();
    }
  }

  /** Says which number, a multiple of 4, a column's first element has. */
  void first(int column, long element) {
    groups[column] = element >> 2;
  }

  /** Drops or scales x [rows, columns]. */
  void mask(float[] x, int rows) {
    for (int j = 0; j < rows; j += 4) {
      draw(j >> 2);
      int size = Math.min(4, rows - j) * columns;
      ints.put(0, patterns, 0, size);
      floats.get(0, factors, 0, size);
      multiply(x, j * columns, factors, size);
    }
  }

  private void draw(int group) {
    draw(key, groups, group, bits, columns);
    for (int c = 0; c < columns; c++) {
      low[c] = (int) bits[c];
      high[c] = (int) (bits[c] >>> 32);
    }
    choose(low, 0, patterns, 0, columns, threshold, kept);
    choose(low, 16, patterns, columns, columns, threshold, kept);
    choose(high, 0, patterns, 2 * columns, columns, threshold, kept);
    choose(high, 16, patterns, 3 * columns, columns, threshold, kept);
  }

  private static void draw(long key, long[] groups, long group, long[] bits, int n) {
    for (int c = 0; c < n; c++) {
      bits[c] = Dropout.bits(key, groups[c] + group);
    }
  }

  /** The factor's bits, or none where the drawn 16 bits are below the threshold. */
  private static void choose(
      int[] words, int shift, int[] patterns, int at, int n, int threshold, int kept) {
    for (int c = 0; c < n; c++) {
      patterns[at + c] = ~((words[c] >>> shift & 0xFFFF) - threshold >> 31) & kept;
    }
  }

  private static void multiply(float[] x, int at, float[] factors, int n) {
    for (int e = 0; e < n; e++) {
      x[at + e] *= factors[e];
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}

package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Dropout;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * {@link Dropout} over a matrix in whose columns the elements' numbers ascend by one, as
 * attention's do over the keys. A draw serves four rows; all loops but one are vectorised. For one
 * thread.
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
      patterns = new int[room];
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

  /** Drops or scales x [4, columns] or fewer rows: the rows from 4 · group on. */
  void mask(float[] x, int group, int rows) {
    draw(key, groups, group, bits, columns);
    split(bits, low, high, columns);
    choose(low, 0, 0);
    choose(low, 16, 1);
    choose(high, 0, 2);
    choose(high, 16, 3);
    floats.get(0, factors, 0, rows * columns);
    ScoreRows.multiply(x, factors, rows * columns);
  }

  private static void draw(long key, long[] groups, long group, long[] bits, int n) {
    for (int c = 0; c < n; c++) {
      bits[c] = Dropout.bits(key, groups[c] + group);
    }
  }

  private static void split(long[] bits, int[] low, int[] high, int n) {
    for (int c = 0; c < n; c++) {
      low[c] = (int) bits[c];
      high[c] = (int) (bits[c] >>> 32);
    }
  }

  private void choose(int[] words, int shift, int row) {
    choose(words, shift, patterns, columns, threshold, kept);
    ints.put(row * columns, patterns, 0, columns);
  }

  /** The factor's bits, or none where the drawn 16 bits are below the threshold. */
  private static void choose(
      int[] words, int shift, int[] patterns, int n, int threshold, int kept) {
    for (int c = 0; c < n; c++) {
      patterns[c] = ~((words[c] >>> shift & 0xFFFF) - threshold >> 31) & kept;
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}

package dev.zener.op.onednn.attention;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Dropout;
import dev.zener.op.onednn.primitive.Scratch;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * {@link Dropout} for a matrix whose element numbers ascend by one within a column, as those of
 * attention do over the keys. Loops run over columns and are vectorised. Not thread-safe.
 */
final class KeyMajorDropout implements AutoCloseable {
  private final Scratch memory = new Scratch();
  private long key;
  private int dropped;
  private int kept;
  private int columns;
  private int[] start = {};
  private int[] second = {};
  private int[] patterns = {};
  private float[] factors = {};

  // two views of the same memory: the fastest way to read bits as floats
  private IntBuffer ints;
  private FloatBuffer floats;

  /** Starts a matrix; the factors are 0 or {@code scale}. */
  void begin(long key, int threshold, float scale, int columns) {
    this.key = key;
    this.columns = columns;
    dropped = threshold - 1;
    kept = Float.floatToRawIntBits(scale);
    if (start.length < columns) {
      int room = Integer.highestOneBit(columns) * 2;
      start = new int[room];
      second = new int[room];
      patterns = new int[room];
      factors = new float[ScoreWork.ROWS * room];
      Tensor shared = memory.floats(ScoreWork.ROWS * room);
      floats = shared.floats();
      ints = Tensor.at(shared.address(), ElementType.INT32, ScoreWork.ROWS * room).ints();
    }
  }

  /** Sets the number of a column's first element; the column must be within a block of 2³². */
  void first(int column, long element) {
    long k = Dropout.block(key, element);
    start[column] = (int) element + (int) k;
    second[column] = (int) (k >>> 32);
  }

  /** Drops or scales x [rows,columns], the rows of the matrix from ScoreWork.ROWS · group on. */
  void mask(float[] x, int group, int rows) {
    for (int r = 0; r < rows; r++) {
      int row = ScoreWork.ROWS * group + r;
      draw(start, second, row, patterns, columns, dropped, kept);
      ints.put(r * columns, patterns, 0, columns);
    }
    floats.get(0, factors, 0, rows * columns);
    ScoreRows.multiply(x, factors, rows * columns);
  }

  /**
   * {@link Dropout#bits}, inlined. If the difference to the threshold is negative, the shift gives
   * all ones, and the element is kept.
   */
  private static void draw(
      int[] start, int[] second, int row, int[] patterns, int n, int dropped, int kept) {
    for (int c = 0; c < n; c++) {
      int h = start[c] + row;
      h = (h ^ h >>> 16) * 0x7FEB352D;
      h = (h ^ h >>> 15 ^ second[c]) * 0x846CA68B;
      patterns[c] = dropped - ((h ^ h >>> 16) >>> 8) >> 31 & kept;
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}

package dev.zener.op.onednn.attention;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.onednn.primitive.Eltwise;
import dev.zener.op.onednn.primitive.Gemm;
import dev.zener.op.onednn.primitive.Scratch;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The state of a thread for attention: products, scratch memory, arrays. Matrices of scores
 * [keys,columns] are processed in arrays of four rows. A value per column is repeated four times in
 * its array, once for each row.
 */
final class ScoreWork implements AutoCloseable {
  /** The number of rows of a block. */
  static final int ROWS = 4;

  /** The maximum size in bytes of the matrices, unless a single query has more scores. */
  static final long MOST_BYTES = 3 * 2L * SentencePart.MOST * Float.BYTES;

  private static final int STRETCH = 4096;

  final Gemm gemm = new Gemm();
  final KeyMajorDropout dropout = new KeyMajorDropout();

  /** Matrices outside the Java heap, for oneDNN. */
  final Matrix first = new Matrix();

  final Matrix second = new Matrix();
  final Matrix third = new Matrix();

  /** The rows of results. */
  final HeadRows queryRows = new HeadRows();

  final HeadRows keyRows = new HeadRows();
  final HeadRows valueRows = new HeadRows();

  /** Arrays for two blocks. */
  float[] x = {};

  float[] y = {};

  /** Values per column, repeated for each row of a block. */
  float[] a = {};

  float[] b = {};

  private int keys;
  private int columns;

  static ScoreWork[] forWorkers() {
    ScoreWork[] works = new ScoreWork[Workers.threads()];
    Arrays.setAll(works, i -> new ScoreWork());
    return works;
  }

  static void close(ScoreWork[] works) {
    for (ScoreWork w : works) {
      w.close();
    }
  }

  /** Allocates memory for an item. */
  void begin(SentencePart item) {
    keys = item.keys();
    columns = item.columns();
    for (Matrix m : new Matrix[] {first, second, third}) {
      m.room(item.scores());
    }
    if (x.length < ROWS * columns) {
      int room = 2 * Integer.highestOneBit(ROWS * columns);
      x = new float[room];
      y = new float[room];
      a = new float[room];
      b = new float[room];
    }
  }

  int blocks() {
    return (keys + ROWS - 1) / ROWS;
  }

  /** The number of rows of a block: four, or fewer in the last one. */
  int rows(int block) {
    return Math.min(ROWS, keys - block * ROWS);
  }

  /** The number of elements of a block. */
  int size(int block) {
    return rows(block) * columns;
  }

  void read(Matrix m, int block, float[] into) {
    m.floats.get(block * ROWS * columns, into, 0, size(block));
  }

  void write(Matrix m, int block, float[] from) {
    m.floats.put(block * ROWS * columns, from, 0, size(block));
  }

  /** Copies the first row of a block to its other rows. */
  void repeat(float[] block) {
    for (int r = 1; r < ROWS; r++) {
      System.arraycopy(block, 0, block, r * columns, columns);
    }
  }

  /** Replaces all rows of a block by their sum. */
  void addRows(float[] block) {
    for (int r = 1; r < ROWS; r++) {
      System.arraycopy(block, r * columns, x, 0, columns);
      ScoreRows.add(block, x, columns);
    }
    repeat(block);
  }

  /** Replaces all rows of a block by their maximum. */
  void largestRow(float[] block) {
    for (int r = 1; r < ROWS; r++) {
      System.arraycopy(block, r * columns, x, 0, columns);
      ScoreRows.largest(block, x, columns);
    }
    repeat(block);
  }

  /** second = exp(first). */
  void exp() {
    int n = keys * columns;
    int size = Math.min(STRETCH, Integer.highestOneBit(n));
    Eltwise exp = Eltwise.of(Eltwise.Kind.EXP, ElementType.FLOAT32, size);
    for (int s = 0; s * size < n; s++) {
      exp.run(first.address, second.address, 0, s, n);
    }
  }

  @Override
  public void close() {
    dropout.close();
    first.memory.close();
    second.memory.close();
    third.memory.close();
    queryRows.close();
    keyRows.close();
    valueRows.close();
  }

  /** A matrix outside the Java heap whose memory grows as needed. */
  static final class Matrix {
    private final Scratch memory = new Scratch();
    private int size;
    private long address;
    private FloatBuffer floats;

    private void room(int needed) {
      if (needed > size) {
        size = 2 * Integer.highestOneBit(needed);
        Tensor t = memory.floats(size);
        address = t.address();
        floats = t.floats();
      }
    }

    long address() {
      return address;
    }
  }
}

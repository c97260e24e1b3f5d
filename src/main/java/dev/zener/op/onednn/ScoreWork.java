package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** What a thread keeps for attention: products, scratch memory, arrays in the heap. */
final class ScoreWork implements AutoCloseable {
  private static final int STRETCH = 4096;

  final Gemm gemm = new Gemm();
  final KeyMajorDropout dropout = new KeyMajorDropout();

  /** Two matrices of scores where oneDNN finds them. */
  final Matrix first = new Matrix();

  final Matrix second = new Matrix();

  /** A number a column. */
  float[] columns = {};

  float[] others = {};

  private float[] third = {};

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

  /** Makes room for an item. */
  void begin(SentencePart item) {
    first.room(item.scores());
    second.room(item.scores());
    if (columns.length < item.columns()) {
      columns = new float[item.columns()];
      others = new float[item.columns()];
    }
  }

  /** second = exp(first), in the heap arrays and, for now, in memory. */
  void exp(int n) {
    first.write(n);
    int size = Math.min(STRETCH, Integer.highestOneBit(n));
    Eltwise exp = Eltwise.of(Eltwise.Kind.EXP, size);
    for (int s = 0; s * size < n; s++) {
      exp.run(first.address, second.address, 0, s, n);
    }
    second.read(n);
  }

  /** A copy of the second matrix as it stands in the heap. */
  float[] probabilities(int n) {
    if (third.length < n) {
      third = new float[second.size];
    }
    System.arraycopy(second.heap, 0, third, 0, n);
    return third;
  }

  @Override
  public void close() {
    dropout.close();
    first.memory.close();
    second.memory.close();
  }

  /** Memory and a heap array of the same size. */
  static final class Matrix {
    private final Scratch memory = new Scratch();
    private int size;
    private long address;
    private FloatBuffer floats;
    float[] heap = {};

    private void room(int needed) {
      if (needed > size) {
        size = 2 * Integer.highestOneBit(needed);
        Tensor t = memory.floats(size);
        address = t.address();
        floats = t.floats();
        heap = new float[size];
      }
    }

    long address() {
      return address;
    }

    /** Copies the memory's first n floats into the heap array. */
    void read(int n) {
      floats.get(0, heap, 0, n);
    }

    /** Copies the heap array's first n floats into the memory. */
    void write(int n) {
      floats.put(0, heap, 0, n);
    }
  }
}

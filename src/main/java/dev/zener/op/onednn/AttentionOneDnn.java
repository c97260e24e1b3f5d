package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Attention;
import dev.zener.op.Dropout;
import dev.zener.op.Kernel;
import dev.zener.op.Offsets;
import dev.zener.op.Op;
import java.util.Arrays;

/** {@link Attention}: two products a sentence and head, softmax between them in heap copies. */
final class AttentionOneDnn implements Kernel {
  private static final int SERIAL = 8;

  private final Op op;
  private final Work[] works = Work.forWorkers();

  AttentionOneDnn(Op op) {
    this.op = op;
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    Layout at = new Layout(op, in, 0);
    Workers.run(
        at.sentences() * at.heads,
        SERIAL,
        (part, from, to) -> {
          for (int i = from; i < to; i++) {
            forward(works[part], at, i / at.heads, i % at.heads, out);
          }
        });
  }

  private static void forward(Work work, Layout at, int b, int a, Tensor[] out) {
    int m = at.queries(b);
    int n = at.keys(b);
    int h = at.hidden;
    if (m == 0) {
      return;
    }
    Tensor p = work.scores.floats(m, n);
    at.scores(work.gemm, b, a, p);
    softmax(at, b, a, p, out[1]);
    long y = at.query(out[0], b, a); // y = p v
    work.gemm.run(false, false, m, at.size, n, 1, p.address(), n, at.value(b, a), h, 0, y, h);
  }

  /** Scores become probabilities after dropout; their log-sum-exp is kept. */
  private static void softmax(Layout at, int b, int a, Tensor p, Tensor lse) {
    int keys = at.keys(b);
    float[] row = new float[keys];
    for (int i = 0; i < at.queries(b); i++) {
      p.floats().get(i * keys, row);
      float max = Float.NEGATIVE_INFINITY;
      for (float s : row) {
        max = Math.max(max, s);
      }
      float sum = 0;
      for (int j = 0; j < keys; j++) {
        row[j] = Exp.of(row[j] - max);
        sum += row[j];
      }
      float scale = 1 / sum;
      for (int j = 0; j < keys; j++) {
        row[j] *= scale;
      }
      at.mask(row, b, i, a);
      p.floats().put(i * keys, row);
      if (lse != null) {
        lse.floats().put(at.row(b, i) * at.heads + a, max + (float) Math.log(sum));
      }
    }
  }

  @Override
  public void close() {
    Work.close(works);
  }

  /** What a worker keeps: its product and scratch memory for a sentence's scores. */
  private static final class Work {
    final Gemm gemm = new Gemm();
    final Scratch scores = new Scratch();
    final Scratch gradients = new Scratch();

    static Work[] forWorkers() {
      Work[] works = new Work[Workers.threads()];
      Arrays.setAll(works, i -> new Work());
      return works;
    }

    static void close(Work[] works) {
      for (Work w : works) {
        w.scores.close();
        w.gradients.close();
      }
    }
  }

  /** The gradients: probabilities are made again from the log-sum-exp. */
  static final class Backward implements Kernel {
    private final Op op;
    private final Work[] works = Work.forWorkers();

    Backward(Op op) {
      this.op = op;
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Layout at = new Layout(op, in, 3);
      Workers.run(
          at.sentences() * at.heads,
          SERIAL,
          (part, from, to) -> {
            for (int i = from; i < to; i++) {
              backward(works[part], at, i / at.heads, i % at.heads, in, out);
            }
          });
    }

    private static void backward(Work work, Layout at, int b, int a, Tensor[] in, Tensor[] out) {
      int m = at.queries(b);
      int n = at.keys(b);
      int h = at.hidden;
      if (m == 0) {
        at.clear(out[1], b, a);
        at.clear(out[2], b, a);
        return;
      }
      Tensor p = work.scores.floats(m, n);
      Tensor dp = work.gradients.floats(m, n);
      long dy = at.query(in[2], b, a);
      at.scores(work.gemm, b, a, p);
      work.gemm.run( // dp = dy vᵀ
          false, true, m, n, at.size, 1, dy, h, at.value(b, a), h, 0, dp.address(), n);
      softmax(at, in, b, a, p, dp);
      products(work.gemm, at, b, a, p.address(), dp.address(), dy, out);
    }

    /** dv = (p after dropout)ᵀ dy, dq = ds k, dk = dsᵀ q. */
    private static void products(
        Gemm gemm, Layout at, int b, int a, long p, long ds, long dy, Tensor[] out) {
      int m = at.queries(b);
      int n = at.keys(b);
      int h = at.hidden;
      if (out[2] != null) {
        gemm.run(true, false, n, at.size, m, 1, p, n, dy, h, 0, at.key(out[2], b, a), h);
      }
      if (out[0] != null) {
        long k = at.key(b, a);
        long dq = at.query(out[0], b, a);
        gemm.run(false, false, m, at.size, n, at.scale, ds, n, k, h, 0, dq, h);
      }
      if (out[1] != null) {
        long q = at.query(b, a);
        long dk = at.key(out[1], b, a);
        gemm.run(true, false, n, at.size, m, at.scale, ds, n, q, h, 0, dk, h);
      }
    }

    /** p becomes the probabilities after dropout, dp becomes ds without the factor 1/√D. */
    private static void softmax(Layout at, Tensor[] in, int b, int a, Tensor p, Tensor dp) {
      int keys = at.keys(b);
      float[] row = new float[keys];
      float[] factor = new float[keys];
      float[] drow = new float[keys];
      float[] y = new float[at.size];
      float[] dy = new float[at.size];
      for (int i = 0; i < at.queries(b); i++) {
        int start = at.row(b, i) * at.hidden + a * at.size;
        in[0].floats().get(start, y);
        in[2].floats().get(start, dy);
        float delta = 0;
        for (int d = 0; d < y.length; d++) {
          delta += y[d] * dy[d];
        }
        float lse = in[1].floats().get(at.row(b, i) * at.heads + a);
        p.floats().get(i * keys, row);
        dp.floats().get(i * keys, drow);
        Arrays.fill(factor, 1);
        at.mask(factor, b, i, a);
        for (int j = 0; j < keys; j++) {
          float probability = Exp.of(row[j] - lse);
          drow[j] = probability * (factor[j] * drow[j] - delta);
          row[j] = probability * factor[j];
        }
        p.floats().put(i * keys, row);
        dp.floats().put(i * keys, drow);
      }
    }

    @Override
    public void close() {
      Work.close(works);
    }
  }

  /** Where sentences and heads stand in Attention's inputs, from {@code first} on. */
  private static final class Layout {
    final int heads;
    final int hidden;
    final int size;
    final float scale;
    private final Tensor q;
    private final Tensor k;
    private final Tensor v;
    private final int[] queryOffsets;
    private final int[] keyOffsets;
    private final boolean dropout;
    private final long key;
    private final int threshold;
    private final float kept;

    Layout(Op op, Tensor[] in, int first) {
      heads = op.integer(0);
      q = in[first];
      k = in[first + 1];
      v = in[first + 2];
      hidden = q.dim(1);
      size = hidden / heads;
      scale = (float) (1 / Math.sqrt(size));
      queryOffsets = Offsets.check(in[first + 3].toInts(), q.dim(0));
      keyOffsets = Offsets.check(in[first + 4].toInts(), k.dim(0));
      dropout = in.length > first + 5 && op.number(0) > 0;
      key = dropout ? Dropout.key(in[first + 5].longs().get(0), op.integer(1)) : 0;
      threshold = Dropout.threshold(op.number(0));
      kept = (float) (1 / (1 - op.number(0)));
    }

    int sentences() {
      return keyOffsets.length - 1;
    }

    int queries(int b) {
      return queryOffsets[b + 1] - queryOffsets[b];
    }

    int keys(int b) {
      return keyOffsets[b + 1] - keyOffsets[b];
    }

    int row(int b, int i) {
      return queryOffsets[b] + i;
    }

    /** Zeroes a head of a sentence in a gradient of the keys or values that somebody reads. */
    void clear(Tensor t, int b, int a) {
      for (int i = keyOffsets[b]; t != null && i < keyOffsets[b + 1]; i++) {
        t.floats().put(i * hidden + a * size, new float[size]);
      }
    }

    long query(Tensor t, int b, int a) {
      return t.address() + 4L * ((long) queryOffsets[b] * hidden + a * size);
    }

    long key(Tensor t, int b, int a) {
      return t.address() + 4L * ((long) keyOffsets[b] * hidden + a * size);
    }

    long query(int b, int a) {
      return query(q, b, a);
    }

    long key(int b, int a) {
      return key(k, b, a);
    }

    long value(int b, int a) {
      return key(v, b, a);
    }

    /** s = q kᵀ / √D. */
    void scores(Gemm gemm, int b, int a, Tensor s) {
      gemm.run(
          false,
          true,
          queries(b),
          keys(b),
          size,
          scale,
          query(b, a),
          hidden,
          key(b, a),
          hidden,
          0,
          s.address(),
          keys(b));
    }

    void mask(float[] row, int b, int i, int a) {
      if (dropout) {
        long element = (long) row(b, i) * heads + a << Attention.KEY_BITS;
        DropoutOneDnn.mask(row, row.length, key, element, threshold, kept);
      }
    }
  }
}

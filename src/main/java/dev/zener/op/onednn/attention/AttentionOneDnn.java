package dev.zener.op.onednn.attention;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Attention;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * {@link Attention}: two float32 products per sentence and head, and the softmax of all heads
 * between them.
 */
public final class AttentionOneDnn implements Kernel {
  private final Op op;
  private final ScoreWork[] works = ScoreWork.forWorkers();
  private final Bfloat16Attention small;
  private boolean begun;

  public AttentionOneDnn(Op op) {
    this.op = op;
    small = new Bfloat16Attention(op);
  }

  @Override
  public long growth(Tensor[] in, Tensor[] out) {
    return begun ? 0 : ScoreWork.MOST_BYTES * works.length;
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    begun = true;
    if (in[0].type() == ElementType.BFLOAT16) {
      small.run(in, out);
      return;
    }
    Tensor lse = out.length > 1 ? out[1] : null;
    PackedSentences at = new PackedSentences(op, in, 0);
    SentencePart.forAll(at, (thread, item) -> forward(works[thread], at, item, out[0], lse));
  }

  private static void forward(
      ScoreWork w, PackedSentences at, SentencePart item, Tensor y, Tensor lse) {
    if (item.scores() == 0) {
      at.clearQueries(y, item);
      return;
    }
    w.begin(item);
    HeadProducts.scores(w.gemm, at, item, at.k, at.q, w.first.address());
    softmax(w, at, item, lse);
    HeadRows rows = w.queryRows.ofQueries(at, item, y);
    HeadProducts.overKeys(w.gemm, at, item, 1, w.second.address(), at.v, rows);
  }

  /**
   * Converts the scores (without the factor 1/√D) in the first matrix to probabilities after
   * dropout in the second, and stores their log-sum-exp.
   */
  private static void softmax(ScoreWork w, PackedSentences at, SentencePart item, Tensor lse) {
    float[] max = w.a;
    float[] sum = w.b;
    Arrays.fill(max, 0, ScoreWork.ROWS * item.columns(), Float.NEGATIVE_INFINITY);
    for (int j = 0; j < w.blocks(); j++) {
      w.read(w.first, j, w.x);
      ScoreRows.largest(max, w.x, w.size(j));
    }
    w.largestRow(max);
    for (int c = 0; c < ScoreWork.ROWS * item.columns(); c++) {
      max[c] *= at.scale;
    }
    exp(w, at.scale, max);
    Arrays.fill(sum, 0, ScoreWork.ROWS * item.columns(), 0);
    for (int j = 0; j < w.blocks(); j++) {
      w.read(w.second, j, w.x);
      ScoreRows.add(sum, w.x, w.size(j));
    }
    w.addRows(sum);
    if (lse != null) {
      keep(at, item, max, sum, lse.floats());
    }
    normalise(w, at, item, sum);
  }

  /** second = exp(scale · first − shift). */
  private static void exp(ScoreWork w, float scale, float[] shift) {
    for (int j = 0; j < w.blocks(); j++) {
      w.read(w.first, j, w.x);
      ScoreRows.shift(w.x, scale, shift, w.size(j));
      w.write(w.first, j, w.x);
    }
    w.exp();
  }

  private static void keep(
      PackedSentences at, SentencePart item, float[] max, float[] sum, FloatBuffer lse) {
    for (int a = 0, c = 0; a < item.heads(); a++) {
      for (int i = 0; i < item.queries(); i++, c++) {
        lse.put(at.number(item, i, a), max[c] + (float) Math.log(sum[c]));
      }
    }
  }

  private static void normalise(ScoreWork w, PackedSentences at, SentencePart item, float[] sum) {
    for (int c = 0; c < ScoreWork.ROWS * item.columns(); c++) {
      sum[c] = 1 / sum[c];
    }
    if (at.dropout) {
      at.begin(w.dropout, item);
    }
    for (int j = 0; j < w.blocks(); j++) {
      w.read(w.second, j, w.x);
      ScoreRows.multiply(w.x, sum, w.size(j));
      if (at.dropout) {
        w.dropout.mask(w.x, j, w.rows(j));
      }
      w.write(w.second, j, w.x);
    }
  }

  @Override
  public void close() {
    ScoreWork.close(works);
    small.close();
  }

  /** The gradients. Probabilities are recomputed from the log-sum-exp. */
  public static final class Backward implements Kernel {
    private final Op op;
    private final ScoreWork[] works = ScoreWork.forWorkers();
    private boolean begun;

    public Backward(Op op) {
      this.op = op;
    }

    @Override
    public long growth(Tensor[] in, Tensor[] out) {
      return begun ? 0 : ScoreWork.MOST_BYTES * works.length;
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      begun = true;
      PackedSentences at = new PackedSentences(op, in, 2);
      SentencePart.forAll(at, (thread, item) -> backward(works[thread], at, item, in, out));
    }

    private static void backward(
        ScoreWork w, PackedSentences at, SentencePart item, Tensor[] in, Tensor[] out) {
      if (item.scores() == 0) {
        at.clearQueries(out[0], item);
        at.clearKeys(out[1], item);
        at.clearKeys(out[2], item);
        return;
      }
      w.begin(item);
      Tensor dy = in[1];
      HeadProducts.scores(w.gemm, at, item, at.k, at.q, w.first.address());
      read(w, at, item, in[0].floats());
      exp(w, at.scale, w.a);
      HeadProducts.scores(w.gemm, at, item, at.v, dy, w.first.address());
      gradients(w, at, item);
      products(w, at, item, dy, out);
    }

    private static void read(ScoreWork w, PackedSentences at, SentencePart item, FloatBuffer lse) {
      for (int a = 0, c = 0; a < item.heads(); a++) {
        for (int i = 0; i < item.queries(); i++, c++) {
          w.a[c] = lse.get(at.number(item, i, a));
        }
      }
      w.repeat(w.a);
    }

    /**
     * Converts the second matrix to the probabilities after dropout and the first one, dy vᵀ, to ds
     * without the factor 1/√D. δ = dy·y is computed as the equal sum Σ_j m p dp.
     */
    private static void gradients(ScoreWork w, PackedSentences at, SentencePart item) {
      float[] delta = w.a;
      Arrays.fill(delta, 0, ScoreWork.ROWS * item.columns(), 0);
      if (at.dropout) {
        at.begin(w.dropout, item);
      }
      for (int j = 0; j < w.blocks(); j++) {
        w.read(w.second, j, w.x);
        if (at.dropout) {
          w.write(w.third, j, w.x);
          w.dropout.mask(w.x, j, w.rows(j));
          w.write(w.second, j, w.x);
        }
        w.read(w.first, j, w.y);
        ScoreRows.multiply(w.y, w.x, w.size(j));
        ScoreRows.add(delta, w.y, w.size(j));
        w.write(w.first, j, w.y);
      }
      w.addRows(delta);
      for (int j = 0; j < w.blocks(); j++) {
        w.read(at.dropout ? w.third : w.second, j, w.x);
        w.read(w.first, j, w.y);
        ScoreRows.subtractProduct(w.y, w.x, delta, w.size(j));
        w.write(w.first, j, w.y);
      }
    }

    /** dv = (p after dropout)ᵀ dy, dq = ds k, dk = dsᵀ q. */
    private static void products(
        ScoreWork w, PackedSentences at, SentencePart item, Tensor dy, Tensor[] out) {
      long ds = w.first.address();
      if (out[2] != null) {
        HeadRows dv = w.valueRows.ofKeys(at, item, out[2]);
        HeadProducts.overQueries(w.gemm, at, item, 1, w.second.address(), dy, dv);
      }
      if (out[0] != null) {
        HeadRows dq = w.queryRows.ofQueries(at, item, out[0]);
        HeadProducts.overKeys(w.gemm, at, item, at.scale, ds, at.k, dq);
      }
      if (out[1] != null) {
        HeadRows dk = w.keyRows.ofKeys(at, item, out[1]);
        HeadProducts.overQueries(w.gemm, at, item, at.scale, ds, at.q, dk);
      }
    }

    @Override
    public void close() {
      ScoreWork.close(works);
    }
  }
}

package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.op.Attention;
import dev.zener.op.Kernel;
import dev.zener.op.Op;
import java.nio.FloatBuffer;

/** {@link Attention}: two products a sentence and head, softmax of all heads between them. */
final class AttentionOneDnn implements Kernel {
  private final Op op;
  private final ScoreWork[] works = ScoreWork.forWorkers();

  AttentionOneDnn(Op op) {
    this.op = op;
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    PackedSentences at = new PackedSentences(op, in, 0);
    SentencePart.forAll(at, (part, item) -> forward(works[part], at, item, out));
  }

  private static void forward(ScoreWork w, PackedSentences at, SentencePart item, Tensor[] out) {
    if (item.scores() == 0) {
      at.clearQueries(out[0], item);
      return;
    }
    w.begin(item);
    HeadProducts.scores(w.gemm, at, item, at.k, at.q, w.first.address());
    w.first.read(item.scores());
    softmax(w, at, item, out[1]);
    if (at.dropout) {
      at.begin(w.dropout, item);
      w.dropout.mask(w.second.heap, item.keys());
    }
    w.second.write(item.scores());
    HeadProducts.overKeys(w.gemm, at, item, 1, w.second.address(), at.v, out[0]);
  }

  /** Scores without 1/√D become probabilities; their log-sum-exp is kept. */
  private static void softmax(ScoreWork w, PackedSentences at, SentencePart item, Tensor lse) {
    int keys = item.keys();
    int columns = item.columns();
    float[] max = w.columns;
    float[] sum = w.others;
    KeyMajorScores.largest(w.first.heap, keys, columns, max);
    for (int c = 0; c < columns; c++) {
      max[c] *= at.scale;
    }
    KeyMajorScores.shift(w.first.heap, keys, columns, at.scale, max);
    w.exp(item.scores());
    KeyMajorScores.sum(w.second.heap, keys, columns, sum);
    if (lse != null) {
      keep(at, item, max, sum, lse.floats());
    }
    for (int c = 0; c < columns; c++) {
      sum[c] = 1 / sum[c];
    }
    KeyMajorScores.scale(w.second.heap, keys, columns, sum);
  }

  private static void keep(
      PackedSentences at, SentencePart item, float[] max, float[] sum, FloatBuffer lse) {
    for (int a = 0, c = 0; a < item.heads(); a++) {
      for (int i = 0; i < item.queries(); i++, c++) {
        lse.put(at.number(item, i, a), max[c] + (float) Math.log(sum[c]));
      }
    }
  }

  @Override
  public void close() {
    ScoreWork.close(works);
  }

  /** The gradients: probabilities are made again from the log-sum-exp. */
  static final class Backward implements Kernel {
    private final Op op;
    private final ScoreWork[] works = ScoreWork.forWorkers();

    Backward(Op op) {
      this.op = op;
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      PackedSentences at = new PackedSentences(op, in, 3);
      SentencePart.forAll(at, (part, item) -> backward(works[part], at, item, in, out));
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
      Tensor dy = in[2];
      probabilities(w, at, item, in[1].floats());
      HeadProducts.scores(w.gemm, at, item, at.v, dy, w.first.address());
      w.first.read(item.scores());
      gradients(w, at, item);
      products(w, at, item, dy, out);
    }

    private static void probabilities(
        ScoreWork w, PackedSentences at, SentencePart item, FloatBuffer lse) {
      HeadProducts.scores(w.gemm, at, item, at.k, at.q, w.first.address());
      w.first.read(item.scores());
      for (int a = 0, c = 0; a < item.heads(); a++) {
        for (int i = 0; i < item.queries(); i++, c++) {
          w.columns[c] = lse.get(at.number(item, i, a));
        }
      }
      KeyMajorScores.shift(w.first.heap, item.keys(), item.columns(), at.scale, w.columns);
      w.exp(item.scores());
    }

    /**
     * The second matrix becomes the probabilities after dropout, the first one, dy vᵀ, becomes ds
     * without the factor 1/√D. δ = dy·y is summed as what it stands for, Σ_j m p dp.
     */
    private static void gradients(ScoreWork w, PackedSentences at, SentencePart item) {
      int keys = item.keys();
      int columns = item.columns();
      float[] kept = w.second.heap;
      float[] p = kept;
      if (at.dropout) {
        p = w.probabilities(item.scores());
        at.begin(w.dropout, item);
        w.dropout.mask(kept, keys);
      }
      KeyMajorScores.weigh(kept, w.first.heap, keys, columns, w.columns);
      KeyMajorScores.centre(p, w.first.heap, keys, columns, w.columns);
      w.first.write(item.scores());
      if (at.dropout) {
        w.second.write(item.scores());
      }
    }

    /** dv = (p after dropout)ᵀ dy, dq = ds k, dk = dsᵀ q. */
    private static void products(
        ScoreWork w, PackedSentences at, SentencePart item, Tensor dy, Tensor[] out) {
      long ds = w.first.address();
      if (out[2] != null) {
        HeadProducts.overQueries(w.gemm, at, item, 1, w.second.address(), dy, out[2]);
      }
      if (out[0] != null) {
        HeadProducts.overKeys(w.gemm, at, item, at.scale, ds, at.k, out[0]);
      }
      if (out[1] != null) {
        HeadProducts.overQueries(w.gemm, at, item, at.scale, ds, at.q, out[1]);
      }
    }

    @Override
    public void close() {
      ScoreWork.close(works);
    }
  }
}

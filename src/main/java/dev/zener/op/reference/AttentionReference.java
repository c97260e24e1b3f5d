package dev.zener.op.reference;

import dev.zener.device.Tensor;
import dev.zener.op.Attention;
import dev.zener.op.Dropout;
import dev.zener.op.Op;
import dev.zener.op.SentenceOffsets;
import dev.zener.op.backend.Kernel;

/** {@link Attention} in plain loops. */
final class AttentionReference {
  private AttentionReference() {}

  static Kernel forward(Op op) {
    return (in, out) -> {
      Packed p = new Packed(op, in, 0);
      double[] y = new double[p.q.length];
      for (int b = 0; b + 1 < p.queries.length; b++) {
        for (int i = p.queries[b]; i < p.queries[b + 1]; i++) {
          for (int a = 0; a < p.heads; a++) {
            double lse = p.logSumExp(b, i, a);
            for (int j = p.keys[b]; j < p.keys[b + 1]; j++) {
              double weight = Math.exp(p.score(i, j, a) - lse) * p.kept(b, i, j, a);
              for (int d = 0; d < p.size; d++) {
                y[p.at(i, a) + d] += weight * p.v[p.at(j, a) + d];
              }
            }
            if (out.length > 1 && out[1] != null) {
              out[1].set(i * p.heads + a, lse);
            }
          }
        }
      }
      out[0].setDoubles(y);
    };
  }

  static Kernel backward(Op op) {
    return (in, out) -> {
      Packed p = new Packed(op, in, 2);
      double[] dy = in[1].toDoubles();
      double[] dq = new double[p.q.length];
      double[] dk = new double[p.k.length];
      double[] dv = new double[p.v.length];
      for (int b = 0; b + 1 < p.queries.length; b++) {
        for (int i = p.queries[b]; i < p.queries[b + 1]; i++) {
          for (int a = 0; a < p.heads; a++) {
            int qi = p.at(i, a);
            double lse = in[0].get(i * p.heads + a);
            double delta = 0;
            for (int j = p.keys[b]; j < p.keys[b + 1]; j++) {
              double weight = Math.exp(p.score(i, j, a) - lse);
              delta += weight * p.kept(b, i, j, a) * p.dot(dy, qi, p.v, p.at(j, a));
            }
            for (int j = p.keys[b]; j < p.keys[b + 1]; j++) {
              int kj = p.at(j, a);
              double weight = Math.exp(p.score(i, j, a) - lse);
              double kept = p.kept(b, i, j, a);
              double ds = weight * (kept * p.dot(dy, qi, p.v, kj) - delta) * p.scale;
              for (int d = 0; d < p.size; d++) {
                dv[kj + d] += weight * kept * dy[qi + d];
                dq[qi + d] += ds * p.k[kj + d];
                dk[kj + d] += ds * p.q[qi + d];
              }
            }
          }
        }
      }
      store(out[0], dq);
      store(out[1], dk);
      store(out[2], dv);
    };
  }

  private static void store(Tensor target, double[] values) {
    if (target != null) {
      target.setDoubles(values);
    }
  }

  /** The inputs of Attention, which start at index {@code first}. */
  private static final class Packed {
    final double[] q;
    final double[] k;
    final double[] v;
    final int[] queries;
    final int[] keys;
    final int hidden;
    final int heads;
    final int size;
    final double scale;
    private final double rate;
    private final long key;

    Packed(Op op, Tensor[] in, int first) {
      q = in[first].toDoubles();
      k = in[first + 1].toDoubles();
      v = in[first + 2].toDoubles();
      queries = SentenceOffsets.check(in[first + 3].toInts(), in[first].dim(0));
      keys = SentenceOffsets.check(in[first + 4].toInts(), in[first + 1].dim(0));
      hidden = in[first].dim(1);
      heads = op.integer(0);
      size = hidden / heads;
      scale = 1 / Math.sqrt(size);
      boolean dropout = in.length > first + 5;
      rate = dropout ? op.number(0) : 0;
      key = dropout ? Dropout.key(in[first + 5].longs().get(0), op.integer(1)) : 0;
    }

    int at(int row, int head) {
      return row * hidden + head * size;
    }

    double dot(double[] x, int xAt, double[] z, int zAt) {
      double sum = 0;
      for (int d = 0; d < size; d++) {
        sum += x[xAt + d] * z[zAt + d];
      }
      return sum;
    }

    double score(int i, int j, int head) {
      return dot(q, at(i, head), k, at(j, head)) * scale;
    }

    double logSumExp(int b, int i, int head) {
      double max = Double.NEGATIVE_INFINITY;
      for (int j = keys[b]; j < keys[b + 1]; j++) {
        max = Math.max(max, score(i, j, head));
      }
      double sum = 0;
      for (int j = keys[b]; j < keys[b + 1]; j++) {
        sum += Math.exp(score(i, j, head) - max);
      }
      return max + Math.log(sum);
    }

    /** The factor of dropout: 0 or 1/(1−rate). */
    double kept(int b, int i, int j, int head) {
      if (rate == 0) {
        return 1;
      }
      long element = ((long) i * heads + head << Attention.KEY_BITS) + (j - keys[b]);
      return Dropout.keeps(key, element, Dropout.threshold(rate)) ? 1 / (1 - rate) : 0;
    }
  }
}

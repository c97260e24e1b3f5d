package dev.zener.op.onednn.rows;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Dropout;
import dev.zener.op.LayerNorm;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.primitive.Cast;
import dev.zener.op.onednn.primitive.Normalization;
import dev.zener.op.onednn.primitive.Scratch;
import java.nio.FloatBuffer;

/** {@link LayerNorm}: forward by oneDNN, backward in heap copies of rows. */
public final class LayerNormOneDnn {
  private static final int SERIAL = 16;

  /** The number of partial gradients of γ and β per thread; other threads can take over some. */
  private static final int PARTS = 8;

  /** The number of rows processed together, while they are in a cache. */
  private static final int BLOCK = 32;

  private LayerNormOneDnn() {}

  public static Kernel forward(LayerNorm op) {
    Mask mask = op.dropout() ? new Mask(op.site(), op.rate()) : null;
    return (in, out) -> {
      long key = mask == null ? 0 : mask.key(in[4]);
      Workers.run(
          in[0].dim(0),
          SERIAL,
          (from, to) -> {
            for (int i = from; i < to; i += BLOCK) {
              int n = Math.min(BLOCK, to - i);
              Rows s = new Rows(in[0], i);
              if (op.residual()) {
                s = Rows.of(out[3], i, in[0].dim(1));
                sum(mask, key, in, i, n, s);
              }
              normalise(op, in, out, s, i, n);
            }
          });
    };
  }

  /** The rows of a tensor from row {@code first} on. */
  private record Rows(Tensor tensor, int first) {
    /** The rows of a tensor; if it is null, rows in memory of the calling thread. */
    static Rows of(Tensor tensor, int first, int width) {
      return tensor != null
          ? new Rows(tensor, first)
          : new Rows(Scratch.shared(Scratch.Use.ROWS).floats(BLOCK, width), 0);
    }

    void get(int i, float[] into) {
      tensor.floats().get((first + i) * into.length, into);
    }

    void put(int i, float[] row) {
      tensor.floats().put((first + i) * row.length, row);
    }

    /** The address of row i. */
    long at(int i) {
      return tensor.address() + (long) (first + i) * tensor.dim(1) * tensor.type().bytes();
    }
  }

  /** s = x + residual, with dropout of x if there is a mask. */
  private static void sum(Mask mask, long key, Tensor[] in, int first, int n, Rows sums) {
    int h = in[0].dim(1);
    float[] s = new float[h];
    float[] residual = new float[h];
    float[] factor = mask == null ? null : new float[h];
    for (int i = 0; i < n; i++) {
      in[0].floats().get((first + i) * h, s);
      in[3].floats().get((first + i) * h, residual);
      if (mask != null) {
        mask.draw(factor, key, first + i);
        addKept(s, factor, residual);
      } else {
        add(s, residual);
      }
      sums.put(i, s);
    }
  }

  /** Computes n rows of y, their statistics and rounded values. */
  private static void normalise(LayerNorm op, Tensor[] in, Tensor[] out, Rows s, int first, int n) {
    int h = in[0].dim(1);
    Rows y = new Rows(out[0], first);
    Tensor statistics = Scratch.shared(Scratch.Use.STATISTICS).floats(2, BLOCK);
    long means = statistics.address();
    long variances = means + (long) BLOCK * Float.BYTES;
    int size = Integer.highestOneBit(n); // few primitives serve all n, by two overlapping runs
    Normalization some = Normalization.of(size, h, (float) op.epsilon());
    for (int i = 0; i < n; i = i + size == n ? n : n - size) {
      long column = (long) i * Float.BYTES;
      some.run(
          s.at(i), y.at(i), in[1].address(), in[2].address(), means + column, variances + column);
    }
    for (int i = 0; i < n; i++) {
      float mean = statistics.floats().get(i);
      double variance = statistics.floats().get(BLOCK + i);
      if ((double) mean * mean > variance) { // the mean may be too inexact in float
        variance = farFromZero(op, in, s, i, mean, y);
      }
      put(out[1], first + i, mean);
      put(out[2], first + i, (float) (1 / Math.sqrt(variance + op.epsilon())));
    }
    if (op.rounded()) {
      Cast.rows(y.at(0), new Rows(out[out.length - 1], first).at(0), n, h, h);
    }
  }

  /**
   * Computes y of a row whose mean is large compared with its deviations, so that rounding the mean
   * would shift all elements. The mean is corrected by the mean of the deviations.
   *
   * @return the variance
   */
  private static double farFromZero(LayerNorm op, Tensor[] in, Rows s, int i, float mean, Rows y) {
    int h = in[0].dim(1);
    float[] row = new float[h];
    float[] squares = new float[h];
    Fold fold = new Fold(h);
    s.get(i, row);
    deviate(row, mean, squares);
    deviate(row, (float) (fold.sum(row, h) / h), squares);
    double variance = fold.sum(squares, h) / h;
    float rstd = (float) (1 / Math.sqrt(variance + op.epsilon()));
    scale(row, rstd, in[1].toFloats(), in[2].toFloats());
    y.put(i, row);
    return variance;
  }

  /** Replaces s by the deviations from the mean and computes their squares. */
  private static void deviate(float[] s, float mean, float[] squares) {
    for (int j = 0; j < s.length; j++) {
      float d = s[j] - mean;
      s[j] = d;
      squares[j] = d * d;
    }
  }

  private static void scale(float[] s, float rstd, float[] gamma, float[] beta) {
    for (int j = 0; j < s.length; j++) {
      s[j] = s[j] * rstd * gamma[j] + beta[j];
    }
  }

  private static void put(Tensor target, int i, float value) {
    if (target != null) {
      target.floats().put(i, value);
    }
  }

  private static void add(float[] s, float[] residual) {
    for (int j = 0; j < s.length; j++) {
      s[j] += residual[j];
    }
  }

  private static void addKept(float[] s, float[] factor, float[] residual) {
    for (int j = 0; j < s.length; j++) {
      s[j] = s[j] * factor[j] + residual[j];
    }
  }

  public static Kernel backward(LayerNorm.Backward op) {
    Mask mask = op.dropout() ? new Mask(op.site(), op.rate()) : null;
    return (in, out) -> {
      int n = in[0].dim(0);
      int h = in[0].dim(1);
      int parts = n < SERIAL ? 1 : Workers.threads() * PARTS;
      float[][] dgamma = new float[parts][h];
      float[][] dbeta = new float[parts][h];
      Workers.each(
          parts,
          2,
          p -> {
            int first = (int) ((long) n * p / parts);
            int last = (int) ((long) n * (p + 1) / parts);
            gradients(mask, in, out, first, last, dgamma[p], dbeta[p]);
          });
      for (int p = 1; p < parts; p++) {
        add(dgamma[0], dgamma[p]);
        add(dbeta[0], dbeta[p]);
      }
      if (out[1] != null) {
        out[1].floats().put(0, dgamma[0]);
      }
      if (out[2] != null) {
        out[2].floats().put(0, dbeta[0]);
      }
    };
  }

  private static void gradients(
      Mask mask, Tensor[] in, Tensor[] out, int from, int to, float[] dgamma, float[] dbeta) {
    int h = in[0].dim(1);
    float[] norm = new float[h];
    float[] g = new float[h];
    float[] product = new float[h];
    float[] gamma = in[1].toFloats();
    Fold fold = new Fold(h);
    Tensor dx = mask == null ? null : out[3];
    long key = dx == null ? 0 : mask.key(in[5]);
    FloatBuffer s = in[0].floats();
    FloatBuffer dy = in[4].floats();
    boolean rounds = dx != null && dx.type() == ElementType.BFLOAT16;
    Tensor exact = rounds ? Scratch.shared(Scratch.Use.ROWS).floats(BLOCK, h) : dx;
    int done = rounds ? from : 0; // rows of dx before those in exact
    for (int i = from; i < to; i++) {
      float rstd = in[3].floats().get(i);
      s.get(i * h, norm);
      dy.get(i * h, g);
      normalise(norm, in[2].floats().get(i), rstd);
      weigh(g, norm, gamma, product, dgamma, dbeta);
      if (out[0] == null && dx == null) {
        continue;
      }
      float g1 = (float) (fold.sum(g, h) / h);
      float gn = (float) (fold.sum(product, h) / h);
      project(g, norm, rstd, g1, gn);
      if (out[0] != null) {
        out[0].floats().put(i * h, g);
      }
      if (dx != null) {
        mask.draw(product, key, i);
        multiply(g, product);
        exact.floats().put((i - done) * h, g);
      }
      if (rounds && (i + 1 - done == BLOCK || i + 1 == to)) {
        Cast.rows(exact, 0, dx, done, i + 1 - done);
        done = i + 1;
      }
    }
  }

  private static void normalise(float[] s, float mean, float rstd) {
    for (int j = 0; j < s.length; j++) {
      s[j] = (s[j] - mean) * rstd;
    }
  }

  private static void weigh(
      float[] g, float[] norm, float[] gamma, float[] product, float[] dgamma, float[] dbeta) {
    for (int j = 0; j < g.length; j++) {
      dgamma[j] += g[j] * norm[j];
      dbeta[j] += g[j];
      g[j] *= gamma[j];
      product[j] = g[j] * norm[j];
    }
  }

  private static void project(float[] g, float[] norm, float rstd, float g1, float gn) {
    for (int j = 0; j < g.length; j++) {
      g[j] = rstd * (g[j] - g1 - norm[j] * gn);
    }
  }

  private static void multiply(float[] x, float[] factor) {
    for (int j = 0; j < x.length; j++) {
      x[j] *= factor[j];
    }
  }

  /** Dropout of x at a site. */
  private record Mask(int site, int threshold, float scale) {
    Mask(int site, double rate) {
      this(site, Dropout.threshold(rate), (float) (1 / (1 - rate)));
    }

    long key(Tensor counter) {
      return Dropout.key(counter.longs().get(0), site);
    }

    /** The factors of row {@code i}. */
    void draw(float[] factor, long key, int i) {
      int h = factor.length;
      DropoutOneDnn.factors(factor, h, key, (long) i * h, threshold, scale);
    }
  }
}

package dev.zener.op.reference;

import dev.zener.device.Tensor;
import dev.zener.op.Mmd;

/** {@link Mmd} in plain loops. */
final class MmdReference {
  private MmdReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    Sample z = new Sample(in[0], in[1]);
    double value = 0;
    for (int i = 0; z.bandwidth > 0 && i < z.rows; i++) {
      for (int j = 0; j < z.rows; j++) {
        double d = z.distance(i, j);
        for (int s = 0; s < Mmd.KERNELS; s++) {
          value += z.weight(i, j) * Math.exp(-d / (z.bandwidth * (1 << s)));
        }
      }
    }
    out[0].set(0, value);
  }

  static void backward(Tensor[] in, Tensor[] out) {
    Sample z = new Sample(in[0], in[1]);
    double[] dz = new double[z.z.length];
    double scale = 4 * in[2].get(0);
    for (int i = 0; z.bandwidth > 0 && i < z.rows; i++) {
      for (int j = 0; j < z.rows; j++) {
        double pull = scale * z.weight(i, j) * z.slope(z.distance(i, j));
        for (int h = 0; h < z.width; h++) {
          dz[i * z.width + h] += pull * (z.z[i * z.width + h] - z.z[j * z.width + h]);
        }
      }
    }
    store(out[0], dz, 0);
    store(out[1], dz, in[0].size());
  }

  private static void store(Tensor target, double[] dz, int from) {
    for (int e = 0; target != null && e < target.size(); e++) {
      target.set(e, dz[from + e]);
    }
  }

  /** The rows of both samples, centred, and the bandwidth. */
  private static final class Sample {
    final int n;
    final int rows;
    final int width;
    final double[] z;
    final double bandwidth;

    Sample(Tensor x, Tensor y) {
      n = x.dim(0);
      rows = n + y.dim(0);
      width = x.dim(1);
      z = new double[rows * width];
      System.arraycopy(x.toDoubles(), 0, z, 0, n * width);
      System.arraycopy(y.toDoubles(), 0, z, n * width, (rows - n) * width);
      double squares = centre();
      bandwidth = 2.0 * rows * squares / ((double) rows * rows - rows) / 4;
    }

    /**
     * Subtracts the mean row, which avoids cancellation and keeps distances; returns Σ ‖z_i − z̄‖².
     */
    private double centre() {
      double squares = 0;
      for (int h = 0; h < width; h++) {
        double first = z[h]; // so that the mean of equal rows is exact
        double mean = 0;
        for (int i = 0; i < rows; i++) {
          mean += (z[i * width + h] - first) / rows;
        }
        for (int i = 0; i < rows; i++) {
          z[i * width + h] = z[i * width + h] - first - mean;
          squares += z[i * width + h] * z[i * width + h];
        }
      }
      return squares;
    }

    double distance(int i, int j) {
      double sum = 0;
      for (int h = 0; h < width; h++) {
        double difference = z[i * width + h] - z[j * width + h];
        sum += difference * difference;
      }
      return sum;
    }

    /** The weight c_ij of a pair, see {@link Mmd.Backward}. */
    double weight(int i, int j) {
      int m = rows - n;
      if (i < n != j < n) {
        return -1.0 / ((double) n * m);
      }
      return i < n ? 1.0 / ((double) n * n) : 1.0 / ((double) m * m);
    }

    /** The derivative k' at a squared distance, see {@link Mmd.Backward}. */
    double slope(double d) {
      double sum = 0;
      for (int s = 0; s < Mmd.KERNELS; s++) {
        double b = bandwidth * (1 << s);
        sum -= Math.exp(-d / b) / b;
      }
      return sum;
    }
  }
}

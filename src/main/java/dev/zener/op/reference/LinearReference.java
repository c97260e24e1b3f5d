package dev.zener.op.reference;

import dev.zener.op.Linear;
import dev.zener.op.backend.Kernel;

/** {@link Linear} in plain loops. */
final class LinearReference {
  private LinearReference() {}

  static Kernel forward(Linear op) {
    return (in, out) -> {
      int n = in[0].dim(0);
      int i = in[0].dim(1);
      int o = in[1].dim(0);
      double[] b = in[2].toDoubles();
      double[] z = Matrix.timesTransposed(in[0].toDoubles(), in[1].toDoubles(), n, i, o);
      for (int e = 0; e < z.length; e++) {
        z[e] += b[e % o];
        z[e] += op.addend() ? in[3].get(e) : 0;
      }
      if (op.gelu() && out[1] != null) {
        out[1].setDoubles(z);
      }
      for (int e = 0; op.gelu() && e < z.length; e++) {
        z[e] = GeluFunction.value(z[e]);
      }
      out[0].setDoubles(z);
    };
  }

  static Kernel backward(Linear.Backward op) {
    return (in, out) -> {
      int n = in[0].dim(0);
      int i = in[0].dim(1);
      int o = in[1].dim(0);
      double[] dz = in[2].toDoubles(); // [N,O]
      for (int e = 0; op.gelu() && e < dz.length; e++) {
        dz[e] *= GeluFunction.derivative(in[3].get(e));
      }
      if (out[0] != null) {
        double[] dx = Matrix.times(dz, in[1].toDoubles(), n, o, i);
        for (int e = 0; op.addend() && e < dx.length; e++) {
          dx[e] += in[in.length - 1].get(e);
        }
        out[0].setDoubles(dx);
      }
      if (out[1] != null) {
        out[1].setDoubles(Matrix.transposedTimes(dz, in[0].toDoubles(), o, n, i));
      }
      if (out[2] != null) {
        out[2].setDoubles(columnSums(dz, o));
      }
      if (op.gelu() && out[3] != null) {
        out[3].setDoubles(dz);
      }
    };
  }

  private static double[] columnSums(double[] dz, int o) {
    double[] sums = new double[o];
    for (int e = 0; e < dz.length; e++) {
      sums[e % o] += dz[e];
    }
    return sums;
  }
}

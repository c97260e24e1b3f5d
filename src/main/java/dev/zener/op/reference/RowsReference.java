package dev.zener.op.reference;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.Rows} in plain loops. */
final class RowsReference {
  private RowsReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    int[] rows = in[1].toInts();
    int h = in[0].dim(1);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < h; j++) {
        out[0].set(i * h + j, in[0].get(rows[i] * h + j));
      }
    }
  }

  static void backward(Tensor[] in, Tensor[] out) {
    int[] rows = in[1].toInts();
    int h = in[0].dim(1);
    double[] dx = new double[out[0].size()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < h; j++) {
        dx[rows[i] * h + j] += in[2].get(i * h + j);
      }
    }
    out[0].setDoubles(dx);
  }
}

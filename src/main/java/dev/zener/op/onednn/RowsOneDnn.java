package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import java.nio.FloatBuffer;

/** {@link dev.zener.op.Rows}, rows in heap copies. */
final class RowsOneDnn {
  private RowsOneDnn() {}

  static void forward(Tensor[] in, Tensor[] out) {
    int[] rows = in[1].toInts();
    int h = in[0].dim(1);
    float[] row = new float[h];
    for (int i = 0; i < rows.length; i++) {
      in[0].floats().get(rows[i] * h, row);
      out[0].floats().put(i * h, row);
    }
  }

  static void backward(Tensor[] in, Tensor[] out) {
    scatter(out[0], in[1].toInts(), in[2]);
  }

  /** table = 0, then table[rows[i]] += dy[i]; rows may repeat. */
  static void scatter(Tensor table, int[] rows, Tensor dy) {
    int h = dy.dim(1);
    zero(table.floats());
    float[] sum = new float[h];
    float[] row = new float[h];
    for (int i = 0; i < rows.length; i++) {
      table.floats().get(rows[i] * h, sum);
      dy.floats().get(i * h, row);
      for (int j = 0; j < h; j++) {
        sum[j] += row[j];
      }
      table.floats().put(rows[i] * h, sum);
    }
  }

  private static void zero(FloatBuffer target) {
    float[] zeros = new float[Math.min(target.limit(), 1 << 14)];
    for (int at = 0; at < target.limit(); at += zeros.length) {
      target.put(at, zeros, 0, Math.min(zeros.length, target.limit() - at));
    }
  }
}

package dev.zener.op.onednn.rows;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;

/** {@link dev.zener.op.Rows}, computed in heap copies of rows. */
public final class RowsOneDnn {
  /** The number of rows below which a second thread costs more than it saves. */
  private static final int SERIAL = 64;

  private RowsOneDnn() {}

  public static void forward(Tensor[] in, Tensor[] out) {
    int[] rows = in[1].toInts();
    int h = in[0].dim(1);
    Workers.run(
        rows.length,
        SERIAL,
        (from, to) -> {
          float[] row = new float[h];
          for (int i = from; i < to; i++) {
            in[0].floats().get(rows[i] * h, row);
            out[0].floats().put(i * h, row);
          }
        });
  }

  public static void backward(Tensor[] in, Tensor[] out) {
    scatter(out[0], in[1].toInts(), in[2]);
  }

  /**
   * table = 0, then table[rows[i]] += dy[i] in the order of i; rows may repeat. Each part handles
   * some rows of the table and adds those rows of dy that belong to them.
   */
  static void scatter(Tensor table, int[] rows, Tensor dy) {
    Workers.run(table.dim(0), SERIAL, (from, to) -> scatter(table, rows, dy, from, to));
  }

  private static void scatter(Tensor table, int[] rows, Tensor dy, int from, int to) {
    int h = dy.dim(1);
    float[] sum = new float[h];
    float[] row = new float[h];
    for (int r = from; r < to; r++) {
      table.floats().put(r * h, sum);
    }
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] >= from && rows[i] < to) {
        table.floats().get(rows[i] * h, sum);
        dy.floats().get(i * h, row);
        for (int j = 0; j < h; j++) {
          sum[j] += row[j];
        }
        table.floats().put(rows[i] * h, sum);
      }
    }
  }
}

package dev.zener.op.reference;

import dev.zener.device.Tensor;
import dev.zener.op.Embedding;

/** {@link Embedding} in plain loops. */
final class EmbeddingReference {
  private EmbeddingReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    Tensor word = in[0]; // [V,H]
    Tensor position = in[1]; // [P,H]
    Tensor type = in[2]; // [T,H]
    int[] ids = Embedding.checkIds(in[3].toInts(), word.dim(0)); // [N]
    int[] positions = Embedding.positions(in[4].toInts(), ids.length, position.dim(0)); // [N]
    int h = word.dim(1);
    for (int i = 0; i < ids.length; i++) {
      for (int j = 0; j < h; j++) {
        double sum = word.get(ids[i] * h + j) + type.get(j) + position.get(positions[i] * h + j);
        out[0].set(i * h + j, sum);
      }
    }
  }

  static void backward(Tensor[] in, Tensor[] out) {
    int h = in[0].dim(1);
    int[] ids = Embedding.checkIds(in[3].toInts(), in[0].dim(0));
    int[] positions = Embedding.positions(in[4].toInts(), ids.length, in[1].dim(0));
    double[] dy = in[5].toDoubles();
    scatter(out[0], ids, dy, h);
    scatter(out[1], positions, dy, h);
    scatter(out[2], new int[ids.length], dy, h);
  }

  private static void scatter(Tensor table, int[] rows, double[] dy, int h) {
    if (table == null) {
      return;
    }
    double[] sum = new double[table.size()];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < h; j++) {
        sum[rows[i] * h + j] += dy[i * h + j];
      }
    }
    table.setDoubles(sum);
  }
}

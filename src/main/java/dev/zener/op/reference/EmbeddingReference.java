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
    int[] ids = in[3].toInts(); // [N]
    int[] positions = positions(in[4].toInts(), position.dim(0)); // [N]
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
    int[] ids = in[3].toInts();
    int[] positions = positions(in[4].toInts(), in[1].dim(0));
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

  /** The place of each piece in its sentence. */
  private static int[] positions(int[] offsets, int limit) {
    int[] positions = new int[offsets[offsets.length - 1]];
    for (int b = 0; b + 1 < offsets.length; b++) {
      int length = offsets[b + 1] - offsets[b];
      if (length > limit) {
        throw new IllegalArgumentException(
            "a sentence of " + length + " pieces; the model has " + limit + " positions");
      }
      for (int i = offsets[b]; i < offsets[b + 1]; i++) {
        positions[i] = i - offsets[b];
      }
    }
    return positions;
  }
}

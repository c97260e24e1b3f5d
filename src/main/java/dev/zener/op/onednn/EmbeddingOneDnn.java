package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;

/** {@link dev.zener.op.Embedding}, rows in heap copies. */
final class EmbeddingOneDnn {
  private EmbeddingOneDnn() {}

  static void forward(Tensor[] in, Tensor[] out) {
    int h = in[0].dim(1);
    int[] ids = in[3].toInts();
    int[] positions = positions(in[4].toInts(), in[1].dim(0));
    float[] type = new float[h];
    in[2].floats().get(0, type);
    Workers.run(
        ids.length,
        256,
        (from, to) -> {
          float[] word = new float[h];
          float[] position = new float[h];
          for (int i = from; i < to; i++) {
            in[0].floats().get(ids[i] * h, word);
            in[1].floats().get(positions[i] * h, position);
            for (int j = 0; j < h; j++) {
              word[j] += type[j] + position[j];
            }
            out[0].floats().put(i * h, word);
          }
        });
  }

  static void backward(Tensor[] in, Tensor[] out) {
    int[] ids = in[3].toInts();
    int[] positions = positions(in[4].toInts(), in[1].dim(0));
    scatter(out[0], ids, in[5]);
    scatter(out[1], positions, in[5]);
    scatter(out[2], new int[ids.length], in[5]);
  }

  private static void scatter(Tensor table, int[] rows, Tensor dy) {
    if (table != null) {
      RowsOneDnn.scatter(table, rows, dy);
    }
  }

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

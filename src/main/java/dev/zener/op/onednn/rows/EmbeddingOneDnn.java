package dev.zener.op.onednn.rows;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Embedding;

/** {@link Embedding}, computed in heap copies of rows. */
public final class EmbeddingOneDnn {
  private EmbeddingOneDnn() {}

  public static void forward(Tensor[] in, Tensor[] out) {
    int h = in[0].dim(1);
    int[] ids = Embedding.checkIds(in[3].toInts(), in[0].dim(0));
    int[] positions = Embedding.positions(in[4].toInts(), ids.length, in[1].dim(0));
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

  public static void backward(Tensor[] in, Tensor[] out) {
    int[] ids = Embedding.checkIds(in[3].toInts(), in[0].dim(0));
    int[] positions = Embedding.positions(in[4].toInts(), ids.length, in[1].dim(0));
    scatter(out[0], ids, in[5]);
    scatter(out[1], positions, in[5]);
    scatter(out[2], new int[ids.length], in[5]);
  }

  private static void scatter(Tensor table, int[] rows, Tensor dy) {
    if (table != null) {
      RowsOneDnn.scatter(table, rows, dy);
    }
  }
}

package dev.zener.mapping;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Linear;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * The keys nearest to each query: those with the largest x·y − penalty(y), the best first. Of equal
 * ones, the more frequent word comes first. The products are computed in tiles, of which only the
 * best are kept, so the matrix of all pairs never exists.
 */
final class NearestNeighbours {
  /** The number of queries and keys of a tile, whose products fit into a thread's cache. */
  private static final int QUERIES = 128;

  private static final int KEYS = 1024;

  private final int most;
  private final int[] keys;
  private final float[] scores;

  private NearestNeighbours(int queries, int most) {
    this.most = most;
    keys = new int[queries * most];
    scores = new float[queries * most];
    Arrays.fill(keys, -1);
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
  }

  /**
   * Finds the nearest keys.
   *
   * @param queries how many of the first rows of {@code from} are queries
   * @param penalties what is subtracted for each key
   * @param most how many keys are wanted, at most as many as there are
   */
  static NearestNeighbours find(
      WordMatrix from, int queries, WordMatrix to, float[] penalties, int most) {
    NearestNeighbours found = new NearestNeighbours(queries, Math.min(most, to.count()));
    return OpenMp.single(() -> found.search(from, queries, to, penalties));
  }

  private NearestNeighbours search(WordMatrix from, int queries, WordMatrix to, float[] penalties) {
    int parts = (queries + QUERIES - 1) / QUERIES;
    try (Tiles tiles = new Tiles()) {
      for (int first = 0; first < to.count(); first += KEYS) {
        int end = Math.min(to.count(), first + KEYS);
        Tensor[] side = {to.rows(first, end), tiles.bias(penalties, first, end)};
        int start = first;
        Workers.each(
            parts,
            2,
            (thread, part) -> {
              int top = part * QUERIES;
              int bottom = Math.min(queries, top + QUERIES);
              Tensor products = tiles.products(thread, from.rows(top, bottom), side);
              keep(top, start, products, tiles.row(thread));
            });
      }
    }
    return this;
  }

  /** The tiles of all threads. */
  private static final class Tiles implements AutoCloseable {
    private static final long BYTES = (long) QUERIES * KEYS * Float.BYTES;

    private final int threads = Workers.threads();
    private final Block block = Block.allocate(threads * BYTES + KEYS * Float.BYTES);
    private final Kernel[] kernels = new Kernel[threads];
    private final float[][] rows = new float[threads][KEYS];

    Tiles() {
      for (int i = 0; i < threads; i++) {
        kernels[i] = Backends.cpu().kernel(new Linear(false), ElementType.FLOAT32);
      }
    }

    Tensor bias(float[] penalties, int from, int to) {
      Tensor bias = block.tensor(threads * BYTES, ElementType.FLOAT32, to - from);
      for (int i = from; i < to; i++) {
        bias.set(i - from, -penalties[i]);
      }
      return bias;
    }

    Tensor products(int thread, Tensor queries, Tensor[] side) {
      long at = thread * BYTES;
      Tensor y = block.tensor(at, ElementType.FLOAT32, queries.dim(0), side[0].dim(0));
      Tensor[] in = {queries, side[0], side[1]};
      Tensor[] out = {y};
      kernels[thread].prepare(in, out);
      kernels[thread].run(in, out);
      return y;
    }

    float[] row(int thread) {
      return rows[thread];
    }

    @Override
    public void close() {
      for (Kernel kernel : kernels) {
        kernel.close();
      }
      block.close();
    }
  }

  private void keep(int query, int firstKey, Tensor products, float[] row) {
    FloatBuffer all = products.floats();
    int width = products.dim(1);
    for (int i = 0; i < products.dim(0); i++) {
      all.get(i * width, row, 0, width);
      keep((query + i) * most, firstKey, row, width);
    }
  }

  private void keep(int first, int firstKey, float[] row, int width) {
    int last = first + most - 1;
    float least = scores[last];
    for (int j = 0; j < width; j++) {
      if (row[j] > least) {
        insert(first, last, firstKey + j, row[j]);
        least = scores[last];
      }
    }
  }

  private void insert(int first, int last, int key, float score) {
    int at = last;
    for (; at > first && score > scores[at - 1]; at--) {
      scores[at] = scores[at - 1];
      keys[at] = keys[at - 1];
    }
    scores[at] = score;
    keys[at] = key;
  }

  /** The number of neighbours of a query. */
  int most() {
    return most;
  }

  /** The key that is the {@code rank}-th nearest of a query, from 0. */
  int key(int query, int rank) {
    return keys[query * most + rank];
  }

  /** Its product with the query, less the penalty. */
  float score(int query, int rank) {
    return scores[query * most + rank];
  }

  /** The mean score of each query's neighbours. */
  float[] means() {
    float[] means = new float[scores.length / most];
    for (int query = 0; query < means.length; query++) {
      double sum = 0;
      for (int rank = 0; rank < most; rank++) {
        sum += score(query, rank);
      }
      means[query] = (float) (sum / most);
    }
    return means;
  }
}

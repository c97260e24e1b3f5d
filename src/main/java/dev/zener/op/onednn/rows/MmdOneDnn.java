package dev.zener.op.onednn.rows;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Mmd;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.primitive.Gemm;
import dev.zener.op.onednn.primitive.Scratch;
import java.util.Arrays;

/**
 * {@link Mmd} by products of tiles of rows with all rows: d_ij = ‖z_i‖² + ‖z_j‖² − 2 z_i·z_j for
 * centred rows. The memory needed grows with N, not with N².
 */
public final class MmdOneDnn implements Kernel {
  private static final int TILE = 64;

  private final Rows rows = new Rows();
  private final Work[] works = Work.forWorkers();

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    rows.load(in[0], in[1]);
    double[] sums = new double[rows.bandwidth > 0 ? rows.tiles() : 0];
    Workers.each(sums.length, 2, (thread, t) -> sums[t] = sum(works[thread], t * TILE));
    double value = 0;
    for (double sum : sums) {
      value += sum;
    }
    out[0].floats().put(0, (float) value);
  }

  private double sum(Work work, int first) {
    int tile = Math.min(TILE, rows.count - first);
    Tensor products = rows.products(work, first, tile);
    float[] row = new float[rows.count];
    double sum = 0;
    for (int t = 0; t < tile; t++) {
      products.floats().get(t * rows.count, row);
      sum += rows.kernelSum(first + t, row);
    }
    return sum;
  }

  @Override
  public void close() {
    rows.close();
    Work.close(works);
  }

  /** The state of a thread: a product, a tile of products, a tile of gradients. */
  private static final class Work {
    final Gemm gemm = new Gemm();
    final Scratch products = new Scratch();
    final Scratch dz = new Scratch();

    static Work[] forWorkers() {
      Work[] works = new Work[Workers.threads()];
      Arrays.setAll(works, i -> new Work());
      return works;
    }

    static void close(Work[] works) {
      for (Work work : works) {
        work.products.close();
        work.dz.close();
      }
    }
  }

  /** The gradients: dz = diag(Σ_j w_ij) z − w z, w_ij = 4 dvalue c_ij k'_ij. */
  public static final class Backward implements Kernel {
    private final Rows rows = new Rows();
    private final Work[] works = Work.forWorkers();

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      rows.load(in[0], in[1]);
      side(in, out, 0, rows.n, out[0]);
      side(in, out, rows.n, rows.count, out[1]);
    }

    /**
     * The rows of one sample in its own tiles, so that the bits do not depend on the other sample.
     */
    private void side(Tensor[] in, Tensor[] out, int begin, int end, Tensor wanted) {
      Workers.each(
          wanted == null ? 0 : (end - begin + TILE - 1) / TILE,
          2,
          (thread, t) -> {
            int first = begin + t * TILE;
            tile(works[thread], in, out, first, Math.min(TILE, end - first));
          });
    }

    private void tile(Work work, Tensor[] in, Tensor[] out, int first, int tile) {
      int h = rows.width;
      Tensor target = work.dz.floats(tile, h);
      double[] sums = new double[tile];
      Tensor weights = rows.products(work, first, tile);
      float[] row = new float[rows.count];
      for (int t = 0; t < tile; t++) {
        weights.floats().get(t * rows.count, row);
        sums[t] = rows.slopes(first + t, row, 4 * in[2].get(0));
        weights.floats().put(t * rows.count, row);
      }
      work.gemm.run(
          false,
          false,
          tile,
          h,
          rows.count,
          -1,
          weights.address(),
          rows.count,
          rows.z.address(),
          h,
          0,
          target.address(),
          h);
      float[] own = new float[h];
      float[] sum = new float[h];
      for (int t = 0; t < tile; t++) {
        rows.z.floats().get((first + t) * h, own);
        target.floats().get(t * h, sum);
        for (int j = 0; j < h; j++) {
          sum[j] += (float) (sums[t] * own[j]);
        }
        int i = first + t;
        Tensor side = i < rows.n ? out[0] : out[1];
        side.floats().put((i < rows.n ? i : i - rows.n) * h, sum);
      }
    }

    @Override
    public void close() {
      rows.close();
      Work.close(works);
    }
  }

  /** The rows of both samples, centred, with their squared lengths and the bandwidth. */
  private static final class Rows implements AutoCloseable {
    private final Scratch memory = new Scratch();
    int n;
    int count;
    int width;
    Tensor z;
    double bandwidth;
    private double[] squares;

    int tiles() {
      return (count + TILE - 1) / TILE;
    }

    void load(Tensor x, Tensor y) {
      n = x.dim(0);
      count = n + y.dim(0);
      width = x.dim(1);
      z = memory.floats(count, width);
      float[] first = new float[width];
      x.floats().get(0, first);
      double[] mean = new double[width];
      float[] row = new float[width];
      for (int i = 0; i < count; i++) {
        read(x, y, i, row);
        for (int h = 0; h < width; h++) {
          row[h] -= first[h]; // so that the mean of equal rows is exact
          mean[h] += row[h];
        }
        z.floats().put(i * width, row);
      }
      squares = new double[count];
      double total = 0;
      for (int i = 0; i < count; i++) {
        z.floats().get(i * width, row);
        for (int h = 0; h < width; h++) {
          row[h] -= (float) (mean[h] / count);
          squares[i] += (double) row[h] * row[h];
        }
        z.floats().put(i * width, row);
        total += squares[i];
      }
      bandwidth = 2.0 * count * total / ((double) count * count - count) / 4;
    }

    private void read(Tensor x, Tensor y, int i, float[] row) {
      if (i < n) {
        x.floats().get(i * width, row);
      } else {
        y.floats().get((i - n) * width, row);
      }
    }

    /** z_i · z_j for a tile of i and all j. */
    Tensor products(Work work, int first, int size) {
      Tensor result = work.products.floats(size, count);
      work.gemm.run(
          false,
          true,
          size,
          count,
          width,
          1,
          z.address() + 4L * first * width,
          width,
          z.address(),
          width,
          0,
          result.address(),
          count);
      return result;
    }

    private double distance(int i, int j, float product) {
      return i == j ? 0 : Math.max(0, squares[i] + squares[j] - 2.0 * product);
    }

    private double weight(int i, int j) {
      int m = count - n;
      if (i < n != j < n) {
        return -1.0 / ((double) n * m);
      }
      return i < n ? 1.0 / ((double) n * n) : 1.0 / ((double) m * m);
    }

    /** The sum Σ_j c_ij k_ij. */
    double kernelSum(int i, float[] products) {
      double sum = 0;
      for (int j = 0; j < count; j++) {
        // the five Gaussians are e^(−d/16b) and its repeated squares
        double e = Math.exp(-distance(i, j, products[j]) / (bandwidth * 16));
        double k = 0;
        for (int s = 0; s < Mmd.KERNELS; s++) {
          k += e;
          e *= e;
        }
        sum += weight(i, j) * k;
      }
      return sum;
    }

    /** Replaces the products by the weights w_i· and returns their sum. */
    double slopes(int i, float[] products, double scale) {
      double sum = 0;
      for (int j = 0; j < count; j++) {
        double slope = 0;
        if (bandwidth > 0) {
          double b = bandwidth * 16;
          double e = Math.exp(-distance(i, j, products[j]) / b);
          for (int s = 0; s < Mmd.KERNELS; s++) {
            slope -= e / b;
            e *= e;
            b /= 2;
          }
        }
        products[j] = (float) (scale * weight(i, j) * slope);
        sum += products[j];
      }
      return sum;
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}

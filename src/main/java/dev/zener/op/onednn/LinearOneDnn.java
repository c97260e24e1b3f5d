package dev.zener.op.onednn;

import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Kernel;
import dev.zener.op.Linear;
import java.nio.FloatBuffer;

/** {@link Linear} by oneDNN's matrix product. */
final class LinearOneDnn implements Kernel {
  private final boolean gelu;
  private Scratch scratch;

  LinearOneDnn(Linear op) {
    gelu = op.gelu();
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    Tensor y = out[0];
    Tensor z = gelu ? beforeGelu(out) : y;
    fill(z, in[2]);
    Gemm.product(false, true, in[0], in[1], 1, z);
    if (gelu) {
      Gelu.forward(z.address(), y.address(), y.size());
    }
  }

  /** Inference has no use for z: it goes to scratch memory. */
  private Tensor beforeGelu(Tensor[] out) {
    if (out[1] != null) {
      return out[1];
    }
    if (scratch == null) {
      scratch = new Scratch();
    }
    return scratch.floats(out[0].dim(0), out[0].dim(1));
  }

  /** Every row becomes the bias, to which the product is added. */
  private static void fill(Tensor z, Tensor bias) {
    float[] b = bias.toFloats();
    FloatBuffer rows = z.floats();
    Workers.run(
        z.dim(0),
        256,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            rows.put(i * b.length, b);
          }
        });
  }

  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
    }
  }

  /** The gradients. */
  static final class Backward implements Kernel {
    private final boolean gelu;
    private final Scratch scratch = new Scratch();

    Backward(Linear.Backward op) {
      gelu = op.gelu();
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Tensor dz = in[2];
      if (gelu) {
        dz = out[3] != null ? out[3] : scratch.floats(dz.dim(0), dz.dim(1));
        Gelu.backward(in[3].address(), in[2].address(), dz.address(), dz.size());
      }
      if (out[0] != null) {
        Gemm.product(false, false, dz, in[1], 0, out[0]);
      }
      if (out[1] != null) {
        Gemm.product(true, false, dz, in[0], 0, out[1]);
      }
      if (out[2] != null) {
        columnSums(dz, out[2]);
      }
    }

    /** Each worker sums its rows; the parts are added in order. */
    private static void columnSums(Tensor dz, Tensor db) {
      int o = dz.dim(1);
      float[][] sums = new float[Workers.threads()][o];
      FloatBuffer rows = dz.floats();
      Workers.run(
          dz.dim(0),
          128,
          (part, from, to) -> {
            float[] row = new float[o];
            for (int i = from; i < to; i++) {
              rows.get(i * o, row);
              add(sums[part], row);
            }
          });
      for (int p = 1; p < sums.length; p++) {
        add(sums[0], sums[p]);
      }
      db.floats().put(0, sums[0]);
    }

    private static void add(float[] sum, float[] row) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += row[j];
      }
    }

    @Override
    public void close() {
      scratch.close();
    }
  }
}

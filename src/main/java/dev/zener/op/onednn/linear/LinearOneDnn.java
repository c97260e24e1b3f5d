package dev.zener.op.onednn.linear;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Linear;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.primitive.Cast;
import dev.zener.op.onednn.primitive.GeluPrimitive;
import dev.zener.op.onednn.primitive.Gemm;
import dev.zener.op.onednn.primitive.MatMul.Epilogue;
import dev.zener.op.onednn.primitive.Scratch;
import java.nio.FloatBuffer;

/**
 * {@link Linear} by oneDNN's matrix product with packed weights. The inputs x, dy and z and the
 * outputs y, z, dx and dz may be bfloat16; weights, bias, their gradients and all sums are float32.
 */
public final class LinearOneDnn implements Kernel {
  private final boolean gelu;
  private final boolean addend;
  private final Weights weights = new Weights();

  public LinearOneDnn(Linear op) {
    gelu = op.gelu();
    addend = op.addend();
  }

  @Override
  public long growth(Tensor[] in, Tensor[] out) {
    return PackedWeights.missing(in[1], in[0].type(), true);
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    Tensor y = out[0];
    // Inference does not need z. For one column, oneDNN uses another kernel that rounds
    // differently.
    boolean fused = gelu && out[1] == null && y.dim(1) > 1;
    Tensor z =
        !gelu || fused
            ? y
            : out[1] != null
                ? out[1]
                : Scratch.shared(Scratch.Use.BEFORE_GELU).tensor(y.type(), y.shape());
    PackedSide w = weights.of(in[1], in[0].type()).transposed();
    Epilogue epilogue = addend ? Epilogue.BIAS_ADD : fused ? Epilogue.BIAS_GELU : Epilogue.BIAS;
    new PackedProduct(in[0], w, z, epilogue, in[2], addend ? in[3] : null).run();
    if (z != y) {
      GeluPrimitive.forward(z.type(), z.address(), y.address(), z.size());
    }
  }

  @Override
  public void close() {
    weights.close();
  }

  /** The packed weights of a kernel, taken on first use and given back at the end. */
  private static final class Weights implements AutoCloseable {
    private PackedWeights packed;

    PackedWeights of(Tensor w, ElementType operands) {
      if (packed == null || !packed.holds(w, operands)) {
        close();
        packed = PackedWeights.of(w, operands);
      }
      return packed;
    }

    @Override
    public void close() {
      if (packed != null) {
        packed.close();
        packed = null;
      }
    }
  }

  /** The gradients. */
  public static final class Backward implements Kernel {
    /**
     * The number of multiplications below which creating a primitive for the shape does not pay.
     */
    private static final long SMALL = 1L << 27;

    private final boolean gelu;
    private final boolean addend;
    private final Weights weights = new Weights();

    public Backward(Linear.Backward op) {
      gelu = op.gelu();
      addend = op.addend();
    }

    @Override
    public long growth(Tensor[] in, Tensor[] out) {
      return out[0] == null ? 0 : PackedWeights.missing(in[1], in[2].type(), false);
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Tensor dz = gelu ? dz(in[2], in[3], out[3]) : in[2];
      PackedProduct dx = out[0] == null ? null : dx(dz, in, out[0]);
      boolean small = (long) dz.size() * in[0].dim(1) < SMALL;
      if (small && dz.type() == ElementType.FLOAT32 || dz.dim(0) == 0) {
        if (dx != null) {
          dx.run();
        }
        small(dz, in[0], out[1], out[2]);
      } else {
        together(dx, new WeightGradient(dz, in[0], out[1], out[2]));
      }
    }

    private PackedProduct dx(Tensor dz, Tensor[] in, Tensor dx) {
      PackedSide w = weights.of(in[1], dz.type()).plain();
      Epilogue epilogue = addend ? Epilogue.ADD : Epilogue.NONE;
      return new PackedProduct(dz, w, dx, epilogue, null, addend ? in[in.length - 1] : null);
    }

    /** Runs the preparation of dw, then dx, then dw, so that usually no thread has to wait. */
    private static void together(PackedProduct dx, WeightGradient dw) {
      int first = dx == null ? 0 : dx.items();
      Workers.inOrder(
          1 + first + dw.items(),
          dw.isSmall() ? Integer.MAX_VALUE : 2,
          i -> {
            if (i == 0) {
              dw.prepare();
            } else if (i <= first) {
              dx.run(i - 1);
            } else {
              dw.run(i - 1 - first);
            }
          });
    }

    private Tensor dz(Tensor dy, Tensor z, Tensor wanted) {
      boolean direct = wanted != null && wanted.type() == dy.type();
      Tensor dz =
          direct ? wanted : Scratch.shared(Scratch.Use.BEFORE_GELU).tensor(dy.type(), dy.shape());
      GeluPrimitive.backward(z.type(), z.address(), dy.address(), dz.address(), z.size());
      if (wanted != null && !direct) {
        Cast.run(new Tensor[] {dz}, new Tensor[] {wanted});
      }
      return dz;
    }

    private static void small(Tensor dz, Tensor x, Tensor dw, Tensor db) {
      if (dz.dim(0) == 0) {
        zero(dw);
        zero(db);
        return;
      }
      if (dw != null) {
        Gemm.transposedProduct(dz, x, dw);
      }
      if (db != null) {
        columnSums(dz, db);
      }
    }

    private static void zero(Tensor t) {
      for (int i = 0; t != null && i < t.size(); i++) {
        t.set(i, 0);
      }
    }

    /**
     * Sums the columns of dz: each worker sums its rows, and the partial sums are added in order.
     */
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
      weights.close();
    }
  }
}

package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.primitive.Primitive.Argument;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/** oneDNN's layer normalisation of a fixed number of contiguous float32 rows. */
public final class Normalization implements AutoCloseable {
  /** The flags for given γ and β. */
  private static final int SCALE_AND_SHIFT = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private record Key(int rows, int width, float epsilon) {}

  private final Primitive primitive;

  private Normalization(Key key) {
    try (Layouts layouts = new Layouts()) {
      dnnl_memory_desc matrix = layouts.dense(ElementType.FLOAT32, key.rows, key.width);
      dnnl_memory_desc row = layouts.dense(ElementType.FLOAT32, key.width);
      dnnl_memory_desc column = layouts.dense(ElementType.FLOAT32, key.rows);
      primitive =
          Primitive.of(
              "layer normalisation",
              (description, attributes) ->
                  dnnl.dnnl_layer_normalization_forward_primitive_desc_create(
                      description,
                      Engine.get(),
                      dnnl.dnnl_forward_training, // outputs mean and variance
                      matrix,
                      matrix,
                      column,
                      key.epsilon,
                      SCALE_AND_SHIFT,
                      attributes),
              new Argument(dnnl.DNNL_ARG_SRC, matrix),
              new Argument(dnnl.DNNL_ARG_DST, matrix),
              new Argument(dnnl.DNNL_ARG_SCALE, row),
              new Argument(dnnl.DNNL_ARG_SHIFT, row),
              new Argument(dnnl.DNNL_ARG_MEAN, column),
              new Argument(dnnl.DNNL_ARG_VARIANCE, column));
    }
  }

  /** The calling thread's primitive for matrices [rows,width]. */
  public static Normalization of(int rows, int width, float epsilon) {
    Key key = new Key(rows, width, epsilon);
    return Primitives.get(key, Normalization.class, () -> new Normalization(key));
  }

  /**
   * Normalises rows. All parameters are addresses: matrices s and y [rows,width], γ and β [width],
   * means and variances with divisor H [rows].
   */
  public void run(long s, long y, long gamma, long beta, long means, long variances) {
    primitive.run(s, y, gamma, beta, means, variances);
  }

  @Override
  public void close() {
    primitive.close();
  }
}

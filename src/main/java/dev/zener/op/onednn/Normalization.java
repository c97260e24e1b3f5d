package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN's layer normalisation of a fixed number of float32 rows that lie end to end. Belongs to
 * one thread; addresses are given with each run.
 */
final class Normalization implements AutoCloseable {
  /** γ and β are given. */
  private static final int SCALE_AND_SHIFT = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private record Key(int rows, int width, float epsilon) {}

  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(6);
  private final MovableMemory source;
  private final MovableMemory target;
  private final MovableMemory gamma;
  private final MovableMemory beta;
  private final MovableMemory mean;
  private final MovableMemory variance;

  private Normalization(Key key) {
    dnnl_memory_desc matrix = layout(key.rows, key.width);
    dnnl_memory_desc row = layout(key.width);
    dnnl_memory_desc column = layout(key.rows);
    dnnl_primitive_desc description = describe(matrix, column, key);
    Engine.check(dnnl.dnnl_primitive_create(primitive, description), "layer normalisation");
    dnnl.dnnl_primitive_desc_destroy(description);
    source = argument(0, dnnl.DNNL_ARG_SRC, matrix);
    target = argument(1, dnnl.DNNL_ARG_DST, matrix);
    gamma = argument(2, dnnl.DNNL_ARG_SCALE, row);
    beta = argument(3, dnnl.DNNL_ARG_SHIFT, row);
    mean = argument(4, dnnl.DNNL_ARG_MEAN, column);
    variance = argument(5, dnnl.DNNL_ARG_VARIANCE, column);
    dnnl.dnnl_memory_desc_destroy(matrix);
    dnnl.dnnl_memory_desc_destroy(row);
    dnnl.dnnl_memory_desc_destroy(column);
  }

  /** The calling thread's, of matrices [rows,width]. */
  static Normalization of(int rows, int width, float epsilon) {
    Key key = new Key(rows, width, epsilon);
    return Primitives.get(key, Normalization.class, () -> new Normalization(key));
  }

  private static dnnl_memory_desc layout(long... shape) {
    long[] strides = shape.length == 1 ? new long[] {1} : new long[] {shape[1], 1};
    return MovableMemory.layout(ElementType.FLOAT32, shape, strides);
  }

  private static dnnl_primitive_desc describe(
      dnnl_memory_desc matrix, dnnl_memory_desc column, Key key) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    Engine.check(
        dnnl.dnnl_layer_normalization_forward_primitive_desc_create(
            description,
            Engine.get(),
            dnnl.dnnl_forward_training, // which gives mean and variance
            matrix,
            matrix,
            column,
            key.epsilon,
            SCALE_AND_SHIFT,
            attributes),
        "layer normalisation " + key);
    dnnl.dnnl_primitive_attr_destroy(attributes);
    return description;
  }

  private MovableMemory argument(int i, int number, dnnl_memory_desc layout) {
    MovableMemory memory = new MovableMemory(layout);
    arguments.position(i).arg(number).memory(memory.get());
    arguments.position(0);
    return memory;
  }

  /** Addresses of matrices, rows γ and β, and the statistics of each row, divisor H. */
  void run(long s, long y, long g, long b, long means, long variances) {
    source.at(s);
    target.at(y);
    gamma.at(g);
    beta.at(b);
    mean.at(means);
    variance.at(variances);
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), 6, arguments),
        "layer normalisation run");
  }

  @Override
  public void close() {
    dnnl.dnnl_primitive_destroy(primitive);
    source.close();
    target.close();
    gamma.close();
    beta.close();
    mean.close();
    variance.close();
    arguments.close();
  }
}

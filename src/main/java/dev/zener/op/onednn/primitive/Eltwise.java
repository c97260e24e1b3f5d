package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.primitive.Primitive.Argument;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * An element-wise function over ranges of elements whose size is a power of two, so that few
 * primitives serve all shapes. The last range overlaps the one before it, so input and output must
 * not share memory.
 */
public final class Eltwise implements AutoCloseable {
  /** The supported functions. */
  public enum Kind {
    GELU(dnnl.dnnl_eltwise_gelu_erf, false),
    GELU_GRADIENT(dnnl.dnnl_eltwise_gelu_erf, true),
    EXP(dnnl.dnnl_eltwise_exp, false);

    private final int algorithm;
    private final boolean backward;

    Kind(int algorithm, boolean backward) {
      this.algorithm = algorithm;
      this.backward = backward;
    }
  }

  private record Key(Kind kind, ElementType type, int size) {}

  private final Key key;
  private final Primitive primitive;

  private Eltwise(Key key) {
    this.key = key;
    try (Layouts layouts = new Layouts()) {
      dnnl_memory_desc shape = layouts.dense(key.type, key.size);
      primitive = key.kind.backward ? backward(key.kind, shape) : forward(key.kind, shape);
    }
  }

  /** The calling thread's primitive for a size. */
  public static Eltwise of(Kind kind, ElementType type, int size) {
    Key key = new Key(kind, type, size);
    return Primitives.get(key, Eltwise.class, () -> new Eltwise(key));
  }

  private static Primitive forward(Kind kind, dnnl_memory_desc shape) {
    return new Primitive(
        kind.toString(),
        describe(kind, shape),
        new Argument(dnnl.DNNL_ARG_SRC, shape),
        new Argument(dnnl.DNNL_ARG_DST, shape));
  }

  private static dnnl_primitive_desc describe(Kind kind, dnnl_memory_desc shape) {
    return Primitive.describe(
        kind.toString(),
        Primitive.Epilogue.NONE,
        (description, attributes) ->
            dnnl.dnnl_eltwise_forward_primitive_desc_create(
                description,
                Engine.get(),
                dnnl.dnnl_forward_training,
                kind.algorithm,
                shape,
                shape,
                0,
                0,
                attributes));
  }

  private static Primitive backward(Kind kind, dnnl_memory_desc shape) {
    dnnl_primitive_desc forward = describe(kind, shape);
    try {
      return Primitive.of(
          kind.toString(),
          (description, attributes) ->
              dnnl.dnnl_eltwise_backward_primitive_desc_create(
                  description,
                  Engine.get(),
                  kind.algorithm,
                  shape,
                  shape,
                  shape,
                  0,
                  0,
                  forward,
                  attributes),
          new Argument(dnnl.DNNL_ARG_SRC, shape),
          new Argument(dnnl.DNNL_ARG_DIFF_SRC, shape),
          new Argument(dnnl.DNNL_ARG_DIFF_DST, shape));
    } finally {
      dnnl.dnnl_primitive_desc_destroy(forward);
    }
  }

  /**
   * Computes one range of n elements.
   *
   * @param x the address of all arguments
   * @param y the address of all results: values, or gradients for a backward function
   * @param dy the address of the incoming gradients, for a backward function
   * @param stretch the index of the range, from 0 to ⌈n / size⌉ − 1
   * @param n the total number of elements, at least the size
   */
  public void run(long x, long y, long dy, int stretch, int n) {
    long at = key.type.bytes() * Math.min((long) stretch * key.size, n - key.size);
    if (key.kind.backward) {
      primitive.run(x + at, y + at, dy + at);
    } else {
      primitive.run(x + at, y + at);
    }
  }

  @Override
  public void close() {
    primitive.close();
  }
}

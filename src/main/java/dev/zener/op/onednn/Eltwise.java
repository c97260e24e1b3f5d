package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * An element-wise function over stretches of elements whose size is a power of two: few primitives
 * serve all shapes. The last stretch overlaps the one before it, so input and output must not share
 * memory.
 */
final class Eltwise implements AutoCloseable {
  /** The functions. */
  enum Kind {
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
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);
  private final MovableMemory source;
  private final MovableMemory target;
  private final MovableMemory gradient;

  private Eltwise(Key key) {
    this.key = key;
    dnnl_memory_desc shape = MovableMemory.layout(key.type, new long[] {key.size}, new long[] {1});
    dnnl_primitive_desc description = describe(key.kind, shape);
    Engine.check(dnnl.dnnl_primitive_create(primitive, description), "primitive");
    dnnl.dnnl_primitive_desc_destroy(description);
    source = new MovableMemory(shape);
    target = new MovableMemory(shape);
    gradient = new MovableMemory(shape);
    dnnl.dnnl_memory_desc_destroy(shape);
    argument(0, dnnl.DNNL_ARG_SRC, source);
    argument(1, key.kind.backward ? dnnl.DNNL_ARG_DIFF_SRC : dnnl.DNNL_ARG_DST, target);
    argument(2, dnnl.DNNL_ARG_DIFF_DST, gradient);
  }

  /** This thread's primitive of a size. */
  static Eltwise of(Kind kind, ElementType type, int size) {
    Key key = new Key(kind, type, size);
    return Primitives.get(key, Eltwise.class, () -> new Eltwise(key));
  }

  private static dnnl_primitive_desc describe(Kind kind, dnnl_memory_desc shape) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    dnnl_primitive_desc forward = new dnnl_primitive_desc();
    Engine.check(
        dnnl.dnnl_eltwise_forward_primitive_desc_create(
            forward,
            Engine.get(),
            dnnl.dnnl_forward_training,
            kind.algorithm,
            shape,
            shape,
            0,
            0,
            attributes),
        kind + "");
    dnnl_primitive_desc description = kind.backward ? new dnnl_primitive_desc() : forward;
    if (kind.backward) {
      Engine.check(
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
          kind + "");
      dnnl.dnnl_primitive_desc_destroy(forward);
    }
    dnnl.dnnl_primitive_attr_destroy(attributes);
    return description;
  }

  private void argument(int i, int number, MovableMemory memory) {
    arguments.position(i).arg(number).memory(memory.get());
    arguments.position(0);
  }

  /**
   * Computes a stretch of n elements.
   *
   * @param x address of all the function's arguments
   * @param y address of all values or, for a gradient, derivatives
   * @param dy address of what comes from behind, for a gradient
   * @param stretch from 0 to ⌈n / size⌉ − 1
   * @param n at least the size
   */
  void run(long x, long y, long dy, int stretch, int n) {
    long at = key.type.bytes() * Math.min((long) stretch * key.size, n - key.size);
    source.at(x + at);
    target.at(y + at);
    if (key.kind.backward) {
      gradient.at(dy + at);
    }
    int count = key.kind.backward ? 3 : 2;
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), count, arguments),
        "element-wise run");
  }

  @Override
  public void close() {
    dnnl.dnnl_primitive_destroy(primitive);
    source.close();
    target.close();
    gradient.close();
    arguments.close();
  }
}

package dev.zener.op.onednn;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * An element-wise function over stretches of floats whose size is a power of two: few primitives
 * serve all shapes. The last stretch overlaps the one before it, so input and output must not share
 * memory.
 */
final class Eltwise {
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

  /** By kind and log₂ size, a set a thread, since a primitive's arguments are set before a run. */
  private static final ThreadLocal<Eltwise[][]> ALL =
      ThreadLocal.withInitial(() -> new Eltwise[Kind.values().length][Integer.SIZE]);

  private final Kind kind;
  private final int size;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments;
  private final dnnl_memory source;
  private final dnnl_memory target;
  private final dnnl_memory gradient;
  private final Place place = new Place();

  private Eltwise(Kind kind, int size) {
    this.kind = kind;
    this.size = size;
    dnnl_engine engine = Engine.get();
    dnnl_memory_desc shape = new dnnl_memory_desc();
    Engine.check(
        dnnl.dnnl_memory_desc_create_with_tag(
            shape, 1, new long[] {size}, dnnl.dnnl_f32, dnnl.dnnl_a),
        "memory descriptor");
    Engine.check(dnnl.dnnl_primitive_create(primitive, describe(kind, shape)), "primitive");
    source = memory(shape, engine);
    target = memory(shape, engine);
    gradient = memory(shape, engine);
    arguments = new dnnl_exec_arg_t(3);
    argument(0, dnnl.DNNL_ARG_SRC, source);
    argument(1, kind.backward ? dnnl.DNNL_ARG_DIFF_SRC : dnnl.DNNL_ARG_DST, target);
    argument(2, dnnl.DNNL_ARG_DIFF_DST, gradient);
  }

  /** This thread's primitive of a size, which must be a power of two. */
  static Eltwise of(Kind kind, int size) {
    Eltwise[] sizes = ALL.get()[kind.ordinal()];
    int log = Integer.numberOfTrailingZeros(size);
    if (sizes[log] == null) {
      sizes[log] = new Eltwise(kind, size);
    }
    return sizes[log];
  }

  private static dnnl_primitive_desc describe(Kind kind, dnnl_memory_desc shape) {
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    dnnl_primitive_desc hint = new dnnl_primitive_desc();
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    Engine.check(
        dnnl.dnnl_eltwise_forward_primitive_desc_create(
            hint,
            Engine.get(),
            dnnl.dnnl_forward_training,
            kind.algorithm,
            shape,
            shape,
            0,
            0,
            attributes),
        kind + "");
    if (!kind.backward) {
      return hint;
    }
    Engine.check(
        dnnl.dnnl_eltwise_backward_primitive_desc_create(
            description, Engine.get(), kind.algorithm, shape, shape, shape, 0, 0, hint, attributes),
        kind + "");
    return description;
  }

  private static dnnl_memory memory(dnnl_memory_desc shape, dnnl_engine engine) {
    dnnl_memory memory = new dnnl_memory();
    Engine.check(
        dnnl.dnnl_memory_create(memory, shape, engine, new Pointer((Pointer) null)), "memory");
    return memory;
  }

  private void argument(int i, int number, dnnl_memory memory) {
    arguments.position(i).arg(number).memory(memory);
    arguments.position(0);
  }

  /**
   * Computes a stretch of n floats.
   *
   * @param x address of all the function's arguments
   * @param y address of all values or, for a gradient, derivatives
   * @param dy address of what comes from behind, for a gradient
   * @param stretch from 0 to ⌈n / size⌉ − 1
   * @param n at least the size
   */
  void run(long x, long y, long dy, int stretch, int n) {
    long at = 4L * Math.min((long) stretch * size, n - size);
    move(source, x + at);
    move(target, y + at);
    if (kind.backward) {
      move(gradient, dy + at);
    }
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), kind.backward ? 3 : 2, arguments),
        "element-wise run");
  }

  private void move(dnnl_memory memory, long address) {
    Engine.check(dnnl.dnnl_memory_set_data_handle(memory, place.at(address)), "memory handle");
  }

  /** A movable address. */
  private static final class Place extends Pointer {
    Place() {
      super((Pointer) null);
    }

    Place at(long where) {
      address = where;
      return this;
    }
  }
}

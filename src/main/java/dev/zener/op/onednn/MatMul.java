package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * oneDNN's product y = x w of fixed sizes, with what may follow it in registers: bias, GELU, or a
 * matrix to add. Belongs to one thread; addresses are given with each run.
 */
final class MatMul implements AutoCloseable {
  /** What follows x w. */
  enum Epilogue {
    NONE,
    /** + b, b [n]. */
    BIAS,
    /** gelu(… + b). */
    BIAS_GELU,
    /** + a, a [m,n] float32 as far apart as y's rows. */
    ADD,
    /** + b + a. */
    BIAS_ADD;

    boolean bias() {
      return this == BIAS || this == BIAS_GELU || this == BIAS_ADD;
    }

    boolean adds() {
      return this == ADD || this == BIAS_ADD;
    }
  }

  /** How w lies. */
  enum Weights {
    /** [k,n] row-major. */
    PLAIN,
    /** As oneDNN likes it best. */
    PACKED
  }

  /**
   * A product of x [m,k] and w [k,n].
   *
   * @param strideX elements from one row of x to the next
   * @param strideW elements from one row of w to the next, where it is plain
   * @param strideY elements from one row of y to the next
   */
  record Shape(
      int m,
      int n,
      int k,
      ElementType operands,
      ElementType result,
      int strideX,
      int strideW,
      int strideY,
      Weights weights,
      Epilogue epilogue) {

    /** The same with so many columns of w and of y. */
    Shape withColumns(int columns) {
      return new Shape(
          m, columns, k, operands, result, strideX, strideW, strideY, weights, epilogue);
    }

    /** The same with sums of such a length. */
    Shape withLength(int length) {
      return new Shape(m, n, length, operands, result, length, strideW, strideY, weights, epilogue);
    }

    /** y = x w, rows of x and y end to end. */
    static Shape forward(int m, int n, int k, ElementType operands) {
      return new Shape(
          m, n, k, operands, ElementType.FLOAT32, k, 0, n, Weights.PACKED, Epilogue.NONE);
    }

    /** The product that decides how w is packed, by as many rows as suit all numbers of rows. */
    private Shape packing() {
      return new Shape(
          64, n, k, operands, ElementType.FLOAT32, strideX, 0, n, Weights.PACKED, Epilogue.NONE);
    }
  }

  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(5);
  private final MovableMemory x;
  private final MovableMemory w;
  private final MovableMemory y;
  private final MovableMemory bias;
  private final MovableMemory addend;
  private final int count;

  MatMul(Shape s) {
    dnnl_memory_desc layoutX = layoutX(s);
    dnnl_memory_desc layoutY = layoutY(s);
    dnnl_memory_desc layoutW = s.weights == Weights.PACKED ? packed(s) : plain(s);
    dnnl_memory_desc layoutBias = layoutBias(s);
    dnnl_memory_desc layoutAddend = layoutAddend(s);
    dnnl_primitive_desc description =
        describe(s, layoutX, layoutW, layoutY, layoutBias, layoutAddend, "matrix product " + s);
    String kernel = implementation(description);
    if (kernel.startsWith("ref") || kernel.startsWith("gemm")) {
      throw new IllegalStateException("oneDNN has only " + kernel + " for " + s);
    }
    Engine.check(dnnl.dnnl_primitive_create(primitive, description), "matrix product");
    x = new MovableMemory(layoutX);
    w = new MovableMemory(layoutW);
    y = new MovableMemory(layoutY);
    bias = layoutBias == null ? null : new MovableMemory(layoutBias);
    addend = layoutAddend == null ? null : new MovableMemory(layoutAddend);
    argument(0, dnnl.DNNL_ARG_SRC, x);
    argument(1, dnnl.DNNL_ARG_WEIGHTS, w);
    argument(2, dnnl.DNNL_ARG_DST, y);
    int given = 3;
    if (bias != null) {
      argument(given++, dnnl.DNNL_ARG_BIAS, bias);
    }
    if (addend != null) {
      int first = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
      argument(given++, first | dnnl.DNNL_ARG_SRC_1, addend);
    }
    count = given;
    dnnl.dnnl_primitive_desc_destroy(description);
    destroy(layoutX, layoutW, layoutY, layoutBias, layoutAddend);
  }

  private void argument(int i, int kind, MovableMemory memory) {
    arguments.position(i).arg(kind).memory(memory.get());
    arguments.position(0);
  }

  private static dnnl_memory_desc layoutX(Shape s) {
    return MovableMemory.layout(s.operands, new long[] {s.m, s.k}, new long[] {s.strideX, 1});
  }

  private static dnnl_memory_desc layoutY(Shape s) {
    return MovableMemory.layout(s.result, new long[] {s.m, s.n}, new long[] {s.strideY, 1});
  }

  private static dnnl_memory_desc plain(Shape s) {
    return MovableMemory.layout(s.operands, new long[] {s.k, s.n}, new long[] {s.strideW, 1});
  }

  private static dnnl_memory_desc layoutBias(Shape s) {
    return s.epilogue.bias()
        ? MovableMemory.layout(ElementType.FLOAT32, new long[] {1, s.n}, new long[] {s.n, 1})
        : null;
  }

  private static dnnl_memory_desc layoutAddend(Shape s) {
    return s.epilogue.adds()
        ? MovableMemory.layout(
            ElementType.FLOAT32, new long[] {s.m, s.n}, new long[] {s.strideY, 1})
        : null;
  }

  /** How w is to be packed for a shape; the caller destroys it. */
  static dnnl_memory_desc packed(Shape shape) {
    Shape s = shape.packing();
    dnnl_memory_desc any = new dnnl_memory_desc();
    Engine.check(
        dnnl.dnnl_memory_desc_create_with_tag(
            any,
            2,
            new long[] {s.k, s.n},
            MovableMemory.type(s.operands),
            dnnl.dnnl_format_tag_any),
        "memory layout");
    dnnl_memory_desc layoutX = layoutX(s);
    dnnl_memory_desc layoutY = layoutY(s);
    dnnl_primitive_desc description =
        describe(s, layoutX, any, layoutY, null, null, "layout of " + shape);
    dnnl_memory_desc packed = new dnnl_memory_desc();
    Engine.check(
        dnnl.dnnl_memory_desc_clone(
            packed, dnnl.dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_weights_md, 0)),
        "memory layout");
    dnnl.dnnl_primitive_desc_destroy(description);
    destroy(any, layoutX, layoutY);
    return packed;
  }

  private static dnnl_primitive_desc describe(
      Shape s,
      dnnl_memory_desc layoutX,
      dnnl_memory_desc layoutW,
      dnnl_memory_desc layoutY,
      dnnl_memory_desc layoutBias,
      dnnl_memory_desc layoutAddend,
      String what) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    dnnl_post_ops after = new dnnl_post_ops();
    Engine.check(dnnl.dnnl_post_ops_create(after), "post-ops");
    if (s.epilogue == Epilogue.BIAS_GELU) {
      Engine.check(
          dnnl.dnnl_post_ops_append_eltwise(after, dnnl.dnnl_eltwise_gelu_erf, 0, 0), "GELU");
    } else if (layoutAddend != null) {
      Engine.check(
          dnnl.dnnl_post_ops_append_binary(after, dnnl.dnnl_binary_add, layoutAddend), "addend");
    }
    Engine.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, after), "post-ops");
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    Engine.check(
        dnnl.dnnl_matmul_primitive_desc_create(
            description, Engine.get(), layoutX, layoutW, layoutBias, layoutY, attributes),
        what);
    dnnl.dnnl_post_ops_destroy(after);
    dnnl.dnnl_primitive_attr_destroy(attributes);
    return description;
  }

  private static void destroy(dnnl_memory_desc... layouts) {
    for (dnnl_memory_desc layout : layouts) {
      if (layout != null) {
        dnnl.dnnl_memory_desc_destroy(layout);
      }
    }
  }

  private static String implementation(dnnl_primitive_desc description) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      Engine.check(
          dnnl.dnnl_primitive_desc_query(description, dnnl.dnnl_query_impl_info_str, 0, text),
          "name of an implementation");
      return new BytePointer(text.get(0)).getString();
    }
  }

  /** Runs what nothing follows. */
  void run(long addressX, long addressW, long addressY) {
    run(addressX, addressW, addressY, 0, 0);
  }

  /**
   * Runs.
   *
   * @param addressBias ignored where no bias follows
   * @param addressAddend ignored where nothing is added
   */
  void run(long addressX, long addressW, long addressY, long addressBias, long addressAddend) {
    x.at(addressX);
    w.at(addressW);
    y.at(addressY);
    if (bias != null) {
      bias.at(addressBias);
    }
    if (addend != null) {
      addend.at(addressAddend);
    }
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), count, arguments),
        "matrix product run");
  }

  @Override
  public void close() {
    dnnl.dnnl_primitive_destroy(primitive);
    x.close();
    w.close();
    y.close();
    if (bias != null) {
      bias.close();
    }
    if (addend != null) {
      addend.close();
    }
    arguments.close();
  }
}

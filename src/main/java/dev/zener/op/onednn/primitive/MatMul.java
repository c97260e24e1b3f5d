package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.primitive.Primitive.Argument;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * oneDNN's product y = x w of fixed sizes, with an optional epilogue computed in registers: bias,
 * GELU, or a matrix to add.
 */
public final class MatMul implements AutoCloseable {
  /** The operations applied to x w. */
  public enum Epilogue {
    NONE,
    /** + b, b [n]. */
    BIAS,
    /** gelu(… + b). */
    BIAS_GELU,
    /** + a, a [m,n] float32 with the row distance of y. */
    ADD,
    /** + b + a. */
    BIAS_ADD;

    public boolean bias() {
      return this == BIAS || this == BIAS_GELU || this == BIAS_ADD;
    }

    public boolean adds() {
      return this == ADD || this == BIAS_ADD;
    }
  }

  /** The layout of w. */
  public enum Weights {
    /** [k,n] row-major. */
    PLAIN,
    /** The layout that oneDNN chooses. */
    PACKED
  }

  /**
   * The shape of a product of x [m,k] and w [k,n].
   *
   * @param strideX the distance between rows of x, in elements
   * @param strideW the distance between rows of w, in elements, if it is plain
   * @param strideY the distance between rows of y, in elements
   */
  public record Shape(
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

    /** A copy with another number of columns of w and y. */
    public Shape withColumns(int columns) {
      return new Shape(
          m, columns, k, operands, result, strideX, strideW, strideY, weights, epilogue);
    }

    /** A copy with another length of the sums, k. */
    public Shape withLength(int length) {
      return new Shape(m, n, length, operands, result, length, strideW, strideY, weights, epilogue);
    }

    /** y = x w with contiguous x and y. */
    public static Shape forward(int m, int n, int k, ElementType operands) {
      return new Shape(
          m, n, k, operands, ElementType.FLOAT32, k, 0, n, Weights.PACKED, Epilogue.NONE);
    }

    /** The product that determines the layout of w; its 64 rows suit all numbers of rows. */
    private Shape packing() {
      return new Shape(
          64, n, k, operands, ElementType.FLOAT32, strideX, 0, n, Weights.PACKED, Epilogue.NONE);
    }
  }

  /** oneDNN's number of the argument that is added in registers. */
  private static final int ADDEND = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1;

  private final Primitive primitive;
  private final Epilogue epilogue;

  MatMul(Shape s) {
    epilogue = s.epilogue;
    try (Layouts layouts = new Layouts()) {
      dnnl_memory_desc x = x(s, layouts);
      dnnl_memory_desc w = s.weights == Weights.PACKED ? layouts.add(packed(s)) : plain(s, layouts);
      dnnl_memory_desc y = y(s, layouts);
      List<Argument> arguments = new ArrayList<>();
      arguments.add(new Argument(dnnl.DNNL_ARG_SRC, x));
      arguments.add(new Argument(dnnl.DNNL_ARG_WEIGHTS, w));
      arguments.add(new Argument(dnnl.DNNL_ARG_DST, y));
      dnnl_memory_desc bias = null;
      if (s.epilogue.bias()) {
        bias = layouts.dense(ElementType.FLOAT32, 1, s.n);
        arguments.add(new Argument(dnnl.DNNL_ARG_BIAS, bias));
      }
      Primitive.Epilogue after = Primitive.Epilogue.NONE;
      if (s.epilogue == Epilogue.BIAS_GELU) {
        after = MatMul::gelu;
      } else if (s.epilogue.adds()) {
        dnnl_memory_desc addend =
            layouts.of(ElementType.FLOAT32, new long[] {s.m, s.n}, s.strideY, 1);
        arguments.add(new Argument(ADDEND, addend));
        after = operations -> add(operations, addend);
      }
      dnnl_primitive_desc description = describe("matrix product " + s, after, x, w, bias, y);
      requireFast(s, description);
      primitive = new Primitive("matrix product", description, arguments.toArray(Argument[]::new));
    }
  }

  private static dnnl_memory_desc x(Shape s, Layouts layouts) {
    return layouts.of(s.operands, new long[] {s.m, s.k}, s.strideX, 1);
  }

  private static dnnl_memory_desc plain(Shape s, Layouts layouts) {
    return layouts.of(s.operands, new long[] {s.k, s.n}, s.strideW, 1);
  }

  private static dnnl_memory_desc y(Shape s, Layouts layouts) {
    return layouts.of(s.result, new long[] {s.m, s.n}, s.strideY, 1);
  }

  private static void gelu(dnnl_post_ops operations) {
    Engine.check(
        dnnl.dnnl_post_ops_append_eltwise(operations, dnnl.dnnl_eltwise_gelu_erf, 0, 0), "GELU");
  }

  private static void add(dnnl_post_ops operations, dnnl_memory_desc addend) {
    Engine.check(
        dnnl.dnnl_post_ops_append_binary(operations, dnnl.dnnl_binary_add, addend), "addend");
  }

  /** The packed layout of w for a shape, which the caller must destroy. */
  public static dnnl_memory_desc packed(Shape shape) {
    Shape s = shape.packing();
    try (Layouts layouts = new Layouts()) {
      dnnl_primitive_desc description =
          describe(
              "layout of " + shape,
              Primitive.Epilogue.NONE,
              x(s, layouts),
              any(s, layouts),
              null,
              y(s, layouts));
      dnnl_memory_desc packed = new dnnl_memory_desc();
      int status =
          dnnl.dnnl_memory_desc_clone(
              packed,
              dnnl.dnnl_primitive_desc_query_md(description, dnnl.dnnl_query_weights_md, 0));
      dnnl.dnnl_primitive_desc_destroy(description);
      Engine.check(status, "memory layout");
      return packed;
    }
  }

  /** A layout of w that leaves the choice to oneDNN. */
  private static dnnl_memory_desc any(Shape s, Layouts layouts) {
    dnnl_memory_desc any = new dnnl_memory_desc();
    Engine.check(
        dnnl.dnnl_memory_desc_create_with_tag(
            any, 2, new long[] {s.k, s.n}, Layouts.type(s.operands), dnnl.dnnl_format_tag_any),
        "memory layout");
    return layouts.add(any);
  }

  private static dnnl_primitive_desc describe(
      String what,
      Primitive.Epilogue after,
      dnnl_memory_desc x,
      dnnl_memory_desc w,
      dnnl_memory_desc bias,
      dnnl_memory_desc y) {
    return Primitive.describe(
        what,
        after,
        (description, attributes) ->
            dnnl.dnnl_matmul_primitive_desc_create(
                description, Engine.get(), x, w, bias, y, attributes));
  }

  private static void requireFast(Shape s, dnnl_primitive_desc description) {
    try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
      Engine.check(
          dnnl.dnnl_primitive_desc_query(description, dnnl.dnnl_query_impl_info_str, 0, text),
          "name of an implementation");
      String kernel = new BytePointer(text.get(0)).getString();
      if (kernel.startsWith("ref") || kernel.startsWith("gemm")) {
        throw new IllegalStateException("oneDNN has only " + kernel + " for " + s);
      }
    }
  }

  /** Runs a product without bias and addend. */
  public void run(long x, long w, long y) {
    run(x, w, y, 0, 0);
  }

  /**
   * Runs the product. All parameters are addresses.
   *
   * @param bias ignored if the epilogue has no bias
   * @param addend ignored if the epilogue adds no matrix
   */
  public void run(long x, long w, long y, long bias, long addend) {
    if (epilogue.bias() && epilogue.adds()) {
      primitive.run(x, w, y, bias, addend);
    } else if (epilogue.bias()) {
      primitive.run(x, w, y, bias);
    } else if (epilogue.adds()) {
      primitive.run(x, w, y, addend);
    } else {
      primitive.run(x, w, y);
    }
  }

  @Override
  public void close() {
    primitive.close();
  }
}

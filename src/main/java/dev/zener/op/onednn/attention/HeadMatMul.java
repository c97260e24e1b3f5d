package dev.zener.op.onednn.attention;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.primitive.Engine;
import dev.zener.op.onednn.primitive.Layouts;
import dev.zener.op.onednn.primitive.Primitive;
import dev.zener.op.onednn.primitive.Primitive.Argument;
import dev.zener.op.onednn.primitive.Primitive.Epilogue;
import dev.zener.op.onednn.primitive.Primitives;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/** The two bfloat16 products of attention, for several heads at once. */
final class HeadMatMul implements AutoCloseable {
  /** The kind of product. */
  enum Kind {
    /** q kᵀ / √D [heads,queries,keys], float32. */
    SCORES,
    /** p v, with the rows of the heads side by side: [queries,heads·D]. */
    VALUES
  }

  /**
   * The shape of a product for a sentence.
   *
   * @param size D, the number of columns of a head
   * @param hidden the distance between rows of q, k and v, in elements
   * @param result the type of the result of p v
   */
  record Shape(
      Kind kind, int heads, int queries, int keys, int size, int hidden, ElementType result) {}

  private final Primitive primitive;

  private HeadMatMul(Shape s) {
    boolean scores = s.kind == Kind.SCORES;
    long depth = scores ? s.size : s.keys;
    long columns = scores ? s.keys : s.size;
    long[] rows = {s.size, s.hidden, 1};
    long[] turned = {s.size, 1, s.hidden};
    long[] whole = {(long) s.queries * s.keys, s.keys, 1};
    long[] besides = {s.size, (long) s.heads * s.size, 1};
    try (Layouts layouts = new Layouts()) {
      dnnl_memory_desc a =
          layouts.of(
              ElementType.BFLOAT16, new long[] {s.heads, s.queries, depth}, scores ? rows : whole);
      dnnl_memory_desc b =
          layouts.of(
              ElementType.BFLOAT16, new long[] {s.heads, depth, columns}, scores ? turned : rows);
      dnnl_memory_desc c =
          layouts.of(
              scores ? ElementType.FLOAT32 : s.result,
              new long[] {s.heads, s.queries, columns},
              scores ? whole : besides);
      primitive =
          new Primitive(
              "product of heads",
              Primitive.describe(
                  "product " + s,
                  scores ? scale(s.size) : Epilogue.NONE,
                  (description, attributes) ->
                      dnnl.dnnl_matmul_primitive_desc_create(
                          description, Engine.get(), a, b, null, c, attributes)),
              new Argument(dnnl.DNNL_ARG_SRC, a),
              new Argument(dnnl.DNNL_ARG_WEIGHTS, b),
              new Argument(dnnl.DNNL_ARG_DST, c));
    }
  }

  private static Epilogue scale(int size) {
    float scale = (float) (1 / Math.sqrt(size));
    return operations ->
        Engine.check(
            dnnl.dnnl_post_ops_append_eltwise(operations, dnnl.dnnl_eltwise_linear, scale, 0),
            "scale");
  }

  /** The calling thread's primitive for a shape. */
  static HeadMatMul of(Shape shape) {
    return Primitives.get(shape, HeadMatMul.class, () -> new HeadMatMul(shape));
  }

  /**
   * Computes the product.
   *
   * @param a the address of q or p
   * @param b the address of k or v
   * @param c the address of the result
   */
  void run(long a, long b, long c) {
    primitive.run(a, b, c);
  }

  @Override
  public void close() {
    primitive.close();
  }
}

package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * The two bfloat16 products of attention, of some heads at once. Belongs to one thread; addresses
 * are given with each run.
 */
final class HeadMatMul implements AutoCloseable {
  /** Which product. */
  enum Kind {
    /** q kᵀ / √D [heads,queries,keys], float32. */
    SCORES,
    /** p v, rows of heads side by side: [queries,heads·D]. */
    VALUES
  }

  /**
   * Of a sentence.
   *
   * @param size D, columns of a head
   * @param hidden elements from row to row of q, k and v
   * @param result of p v
   */
  record Shape(
      Kind kind, int heads, int queries, int keys, int size, int hidden, ElementType result) {}

  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);
  private final MovableMemory left;
  private final MovableMemory right;
  private final MovableMemory target;

  private HeadMatMul(Shape s) {
    boolean scores = s.kind == Kind.SCORES;
    long depth = scores ? s.size : s.keys;
    long columns = scores ? s.keys : s.size;
    long[] rows = {s.size, s.hidden, 1};
    long[] turned = {s.size, 1, s.hidden};
    long[] whole = {(long) s.queries * s.keys, s.keys, 1};
    long[] besides = {s.size, (long) s.heads * s.size, 1};
    dnnl_memory_desc a =
        layout(ElementType.BFLOAT16, scores ? rows : whole, s.heads, s.queries, depth);
    dnnl_memory_desc b =
        layout(ElementType.BFLOAT16, scores ? turned : rows, s.heads, depth, columns);
    dnnl_memory_desc c =
        layout(
            scores ? ElementType.FLOAT32 : s.result,
            scores ? whole : besides,
            s.heads,
            s.queries,
            columns);
    dnnl_primitive_desc description = describe(s, a, b, c);
    Engine.check(dnnl.dnnl_primitive_create(primitive, description), "product of heads");
    dnnl.dnnl_primitive_desc_destroy(description);
    left = argument(0, dnnl.DNNL_ARG_SRC, a);
    right = argument(1, dnnl.DNNL_ARG_WEIGHTS, b);
    target = argument(2, dnnl.DNNL_ARG_DST, c);
  }

  /** The calling thread's. */
  static HeadMatMul of(Shape shape) {
    return Primitives.get(shape, HeadMatMul.class, () -> new HeadMatMul(shape));
  }

  private static dnnl_memory_desc layout(ElementType type, long[] strides, long... shape) {
    return MovableMemory.layout(type, shape, strides);
  }

  private static dnnl_primitive_desc describe(
      Shape s, dnnl_memory_desc a, dnnl_memory_desc b, dnnl_memory_desc c) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    if (s.kind == Kind.SCORES) {
      dnnl_post_ops after = new dnnl_post_ops();
      Engine.check(dnnl.dnnl_post_ops_create(after), "post-ops");
      float scale = (float) (1 / Math.sqrt(s.size));
      Engine.check(
          dnnl.dnnl_post_ops_append_eltwise(after, dnnl.dnnl_eltwise_linear, scale, 0), "scale");
      Engine.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, after), "post-ops");
      dnnl.dnnl_post_ops_destroy(after);
    }
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    Engine.check(
        dnnl.dnnl_matmul_primitive_desc_create(
            description, Engine.get(), a, b, null, c, attributes),
        "product " + s);
    dnnl.dnnl_primitive_attr_destroy(attributes);
    return description;
  }

  private MovableMemory argument(int i, int number, dnnl_memory_desc layout) {
    MovableMemory memory = new MovableMemory(layout);
    dnnl.dnnl_memory_desc_destroy(layout);
    arguments.position(i).arg(number).memory(memory.get());
    arguments.position(0);
    return memory;
  }

  /**
   * Runs.
   *
   * @param a address of q or p
   * @param b address of k or v
   */
  void run(long a, long b, long c) {
    left.at(a);
    right.at(b);
    target.at(c);
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), 3, arguments),
        "product of heads run");
  }

  @Override
  public void close() {
    dnnl.dnnl_primitive_destroy(primitive);
    left.close();
    right.close();
    target.close();
    arguments.close();
  }
}

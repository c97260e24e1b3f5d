package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * oneDNN's softmax of the rows of a float32 matrix, rounded to bfloat16. Belongs to one thread;
 * addresses are given with each run.
 */
final class Softmax implements AutoCloseable {
  private record Key(int rows, int width) {}

  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(2);
  private final MovableMemory from;
  private final MovableMemory to;

  private Softmax(Key key) {
    long[] shape = {key.rows, key.width};
    long[] strides = {key.width, 1};
    dnnl_memory_desc source = MovableMemory.layout(ElementType.FLOAT32, shape, strides);
    dnnl_memory_desc target = MovableMemory.layout(ElementType.BFLOAT16, shape, strides);
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    Engine.check(
        dnnl.dnnl_softmax_forward_primitive_desc_create(
            description,
            Engine.get(),
            dnnl.dnnl_forward_inference,
            dnnl.dnnl_softmax_accurate,
            source,
            target,
            1,
            attributes),
        "softmax " + key);
    Engine.check(dnnl.dnnl_primitive_create(primitive, description), "softmax");
    dnnl.dnnl_primitive_desc_destroy(description);
    dnnl.dnnl_primitive_attr_destroy(attributes);
    from = new MovableMemory(source);
    to = new MovableMemory(target);
    dnnl.dnnl_memory_desc_destroy(source);
    dnnl.dnnl_memory_desc_destroy(target);
    arguments.position(0).arg(dnnl.DNNL_ARG_SRC).memory(from.get());
    arguments.position(1).arg(dnnl.DNNL_ARG_DST).memory(to.get());
    arguments.position(0);
  }

  /** The calling thread's, of matrices [rows,width]. */
  static Softmax of(int rows, int width) {
    Key key = new Key(rows, width);
    return Primitives.get(key, Softmax.class, () -> new Softmax(key));
  }

  void run(long source, long target) {
    from.at(source);
    to.at(target);
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), 2, arguments), "softmax run");
  }

  @Override
  public void close() {
    dnnl.dnnl_primitive_destroy(primitive);
    from.close();
    to.close();
    arguments.close();
  }
}

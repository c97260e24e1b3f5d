package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;

/** Copies a tensor from one layout and type to another. Belongs to one thread. */
final class Reorder implements AutoCloseable {
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(2);
  private final MovableMemory from;
  private final MovableMemory to;

  /** The layouts stay the caller's. */
  Reorder(dnnl_memory_desc source, dnnl_memory_desc target) {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
    dnnl_primitive_desc description = new dnnl_primitive_desc();
    Engine.check(
        dnnl.dnnl_reorder_primitive_desc_create(
            description, source, Engine.get(), target, Engine.get(), attributes),
        "reorder");
    Engine.check(dnnl.dnnl_primitive_create(primitive, description), "reorder");
    dnnl.dnnl_primitive_desc_destroy(description);
    dnnl.dnnl_primitive_attr_destroy(attributes);
    from = new MovableMemory(source);
    to = new MovableMemory(target);
    arguments.position(0).arg(dnnl.DNNL_ARG_FROM).memory(from.get());
    arguments.position(1).arg(dnnl.DNNL_ARG_TO).memory(to.get());
    arguments.position(0);
  }

  private record Key(
      ElementType from, ElementType to, List<Long> shape, List<Long> source, List<Long> target) {}

  /** The calling thread's, between plain layouts of one shape. */
  static Reorder of(ElementType from, ElementType to, long[] shape, long[] source, long[] target) {
    return Primitives.get(
        new Key(from, to, list(shape), list(source), list(target)),
        Reorder.class,
        () -> {
          dnnl_memory_desc first = MovableMemory.layout(from, shape, source);
          dnnl_memory_desc second = MovableMemory.layout(to, shape, target);
          try {
            return new Reorder(first, second);
          } finally {
            dnnl.dnnl_memory_desc_destroy(first);
            dnnl.dnnl_memory_desc_destroy(second);
          }
        });
  }

  private static List<Long> list(long[] values) {
    return LongStream.of(values).boxed().toList();
  }

  void run(long source, long target) {
    from.at(source);
    to.at(target);
    Engine.check(
        dnnl.dnnl_primitive_execute(primitive, Engine.stream(), 2, arguments), "reorder run");
  }

  @Override
  public void close() {
    dnnl.dnnl_primitive_destroy(primitive);
    from.close();
    to.close();
    arguments.close();
  }
}

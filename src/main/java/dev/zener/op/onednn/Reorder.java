package dev.zener.op.onednn;

import dev.zener.device.ElementType;
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

  /** Elements from one row to the next, and from one column to the next. */
  record Strides(long row, long column) {
    /** Columns side by side. */
    static Strides rows(long apart) {
      return new Strides(apart, 1);
    }

    /** Rows side by side: a matrix turned. */
    static Strides columns(long apart) {
      return new Strides(1, apart);
    }

    private dnnl_memory_desc layout(ElementType type, Key key) {
      return MovableMemory.layout(
          type, new long[] {key.rows, key.columns}, new long[] {row, column});
    }
  }

  private record Key(
      ElementType from, ElementType to, long rows, long columns, Strides source, Strides target) {
    Reorder make() {
      dnnl_memory_desc first = source.layout(from, this);
      dnnl_memory_desc second = target.layout(to, this);
      try {
        return new Reorder(first, second);
      } finally {
        dnnl.dnnl_memory_desc_destroy(first);
        dnnl.dnnl_memory_desc_destroy(second);
      }
    }
  }

  /** The calling thread's, of a matrix [rows,columns]. */
  static Reorder of(
      ElementType from, ElementType to, long rows, long columns, Strides source, Strides target) {
    Key key = new Key(from, to, rows, columns, source, target);
    return Primitives.get(key, Reorder.class, key::make);
  }

  /** The calling thread's, of n elements that lie end to end. */
  static Reorder of(ElementType from, ElementType to, long n) {
    return of(from, to, 1, n, Strides.rows(n), Strides.rows(n));
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

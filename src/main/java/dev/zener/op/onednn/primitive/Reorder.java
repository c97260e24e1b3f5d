package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.primitive.Primitive.Argument;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/** Copies a tensor from one layout and type to another. */
public final class Reorder implements AutoCloseable {
  private final Primitive primitive;

  /** Creates a reorder; the caller still owns the layouts. */
  public Reorder(dnnl_memory_desc source, dnnl_memory_desc target) {
    primitive =
        Primitive.of(
            "reorder",
            (description, attributes) ->
                dnnl.dnnl_reorder_primitive_desc_create(
                    description, source, Engine.get(), target, Engine.get(), attributes),
            new Argument(dnnl.DNNL_ARG_FROM, source),
            new Argument(dnnl.DNNL_ARG_TO, target));
  }

  /** The distances between rows and between columns, in elements. */
  record Strides(long row, long column) {
    /** Row-major. */
    static Strides rows(long apart) {
      return new Strides(apart, 1);
    }

    /** Column-major: the transpose of a row-major matrix. */
    static Strides columns(long apart) {
      return new Strides(1, apart);
    }

    private long[] of() {
      return new long[] {row, column};
    }
  }

  private record Key(
      ElementType from, ElementType to, long rows, long columns, Strides source, Strides target) {
    Reorder make() {
      long[] shape = {rows, columns};
      try (Layouts layouts = new Layouts()) {
        return new Reorder(
            layouts.of(from, shape, source.of()), layouts.of(to, shape, target.of()));
      }
    }
  }

  /** The calling thread's reorder of a matrix [rows,columns]. */
  public static Reorder of(
      ElementType from, ElementType to, long rows, long columns, Strides source, Strides target) {
    Key key = new Key(from, to, rows, columns, source, target);
    return Primitives.get(key, Reorder.class, key::make);
  }

  /** The calling thread's reorder of a contiguous matrix [rows,columns] to its transpose. */
  public static Reorder transposition(ElementType type, long rows, long columns) {
    return of(type, type, rows, columns, Strides.rows(columns), Strides.columns(rows));
  }

  /** The calling thread's reorder of n contiguous elements. */
  public static Reorder of(ElementType from, ElementType to, long n) {
    return of(from, to, 1, n, Strides.rows(n), Strides.rows(n));
  }

  public void run(long source, long target) {
    primitive.run(source, target);
  }

  @Override
  public void close() {
    primitive.close();
  }
}

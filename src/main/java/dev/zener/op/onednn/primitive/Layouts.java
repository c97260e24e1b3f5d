package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/** Creates memory layouts and destroys them together, after a primitive was created from them. */
public final class Layouts implements AutoCloseable {
  private final List<dnnl_memory_desc> all = new ArrayList<>();

  /** oneDNN's number of an element type. */
  static int type(ElementType type) {
    return switch (type) {
      case FLOAT32 -> dnnl.dnnl_f32;
      case BFLOAT16 -> dnnl.dnnl_bf16;
      default -> throw new IllegalArgumentException("no product of " + type);
    };
  }

  /** A layout with given strides in elements. */
  public dnnl_memory_desc of(ElementType type, long[] shape, long... strides) {
    dnnl_memory_desc layout = new dnnl_memory_desc();
    Engine.check(
        dnnl.dnnl_memory_desc_create_with_strides(layout, shape.length, shape, type(type), strides),
        "memory layout");
    return add(layout);
  }

  /** A contiguous row-major layout. */
  public dnnl_memory_desc dense(ElementType type, long... shape) {
    long[] strides = new long[shape.length];
    long step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      strides[axis] = step;
      step *= shape[axis];
    }
    return of(type, shape, strides);
  }

  /** Adds a layout created elsewhere, to be destroyed with the others. */
  dnnl_memory_desc add(dnnl_memory_desc layout) {
    all.add(layout);
    return layout;
  }

  @Override
  public void close() {
    all.forEach(dnnl::dnnl_memory_desc_destroy);
  }
}

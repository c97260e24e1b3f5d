package dev.zener.op.onednn.primitive;

import dev.zener.device.ElementType;
import dev.zener.op.onednn.primitive.Primitive.Argument;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/** oneDNN's softmax of the rows of a float32 matrix, rounded to bfloat16. */
public final class SoftmaxPrimitive implements AutoCloseable {
  private record Key(int rows, int width) {}

  private final Primitive primitive;

  private SoftmaxPrimitive(Key key) {
    try (Layouts layouts = new Layouts()) {
      dnnl_memory_desc source = layouts.dense(ElementType.FLOAT32, key.rows, key.width);
      dnnl_memory_desc target = layouts.dense(ElementType.BFLOAT16, key.rows, key.width);
      primitive =
          Primitive.of(
              "softmax",
              (description, attributes) ->
                  dnnl.dnnl_softmax_forward_primitive_desc_create(
                      description,
                      Engine.get(),
                      dnnl.dnnl_forward_inference,
                      dnnl.dnnl_softmax_accurate,
                      source,
                      target,
                      1,
                      attributes),
              new Argument(dnnl.DNNL_ARG_SRC, source),
              new Argument(dnnl.DNNL_ARG_DST, target));
    }
  }

  /** The calling thread's primitive for matrices [rows,width]. */
  public static SoftmaxPrimitive of(int rows, int width) {
    Key key = new Key(rows, width);
    return Primitives.get(key, SoftmaxPrimitive.class, () -> new SoftmaxPrimitive(key));
  }

  public void run(long source, long target) {
    primitive.run(source, target);
  }

  @Override
  public void close() {
    primitive.close();
  }
}

package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Workers;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/**
 * Erf-GELU and its derivative over any number of elements, by oneDNN primitives whose sizes are
 * powers of two: few primitives serve all shapes. The last stretch overlaps the one before it, so
 * input and output must not share memory.
 */
final class Gelu {
  private static final int LARGEST = 1 << 14;

  /** By kind and size, a set a thread, since a primitive's arguments are set before each run. */
  private static final ThreadLocal<Map<String, Stretch>> STRETCHES =
      ThreadLocal.withInitial(HashMap::new);

  private Gelu() {}

  /** y = gelu(z), n elements of one type. */
  static void forward(ElementType type, long z, long y, int n) {
    over(false, type, n, z, y, 0);
  }

  /** dz = dy · gelu'(z), n elements of one type. */
  static void backward(ElementType type, long z, long dy, long dz, int n) {
    over(true, type, n, z, dz, dy);
  }

  private static void over(
      boolean backward, ElementType type, int n, long z, long target, long dy) {
    if (n == 0) {
      return;
    }
    int size = Math.min(LARGEST, Integer.highestOneBit(n));
    Workers.run(
        (n + size - 1) / size,
        4,
        (first, last) -> {
          Stretch stretch =
              STRETCHES
                  .get()
                  .computeIfAbsent(
                      backward + "/" + type + "/" + size, k -> new Stretch(backward, type, size));
          for (int s = first; s < last; s++) {
            long at = type.bytes() * Math.min((long) s * size, n - size);
            stretch.run(z + at, target + at, dy + at);
          }
        });
  }

  /** A primitive over a fixed number of elements. */
  private static final class Stretch {
    private final boolean backward;
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final dnnl_exec_arg_t arguments;
    private final dnnl_memory source;
    private final dnnl_memory target;
    private final dnnl_memory gradient;
    private final Place place = new Place();

    Stretch(boolean backward, ElementType type, int size) {
      this.backward = backward;
      dnnl_engine engine = Engine.get();
      dnnl_memory_desc shape = new dnnl_memory_desc();
      Engine.check(
          dnnl.dnnl_memory_desc_create_with_tag(
              shape, 1, new long[] {size}, MovableMemory.type(type), dnnl.dnnl_a),
          "memory descriptor");
      dnnl_primitive_desc description = new dnnl_primitive_desc();
      dnnl_primitive_desc hint = new dnnl_primitive_desc();
      dnnl_primitive_attr attributes = new dnnl_primitive_attr();
      Engine.check(dnnl.dnnl_primitive_attr_create(attributes), "attributes");
      Engine.check(
          dnnl.dnnl_eltwise_forward_primitive_desc_create(
              hint,
              engine,
              dnnl.dnnl_forward_training,
              dnnl.dnnl_eltwise_gelu_erf,
              shape,
              shape,
              0,
              0,
              attributes),
          "GELU");
      if (backward) {
        Engine.check(
            dnnl.dnnl_eltwise_backward_primitive_desc_create(
                description,
                engine,
                dnnl.dnnl_eltwise_gelu_erf,
                shape,
                shape,
                shape,
                0,
                0,
                hint,
                attributes),
            "GELU backward");
      }
      Engine.check(
          dnnl.dnnl_primitive_create(primitive, backward ? description : hint), "GELU primitive");
      source = memory(shape, engine);
      target = memory(shape, engine);
      gradient = memory(shape, engine);
      arguments = new dnnl_exec_arg_t(3);
      argument(0, dnnl.DNNL_ARG_SRC, source);
      argument(1, backward ? dnnl.DNNL_ARG_DIFF_SRC : dnnl.DNNL_ARG_DST, target);
      argument(2, dnnl.DNNL_ARG_DIFF_DST, gradient);
    }

    private static dnnl_memory memory(dnnl_memory_desc shape, dnnl_engine engine) {
      dnnl_memory memory = new dnnl_memory();
      Engine.check(
          dnnl.dnnl_memory_create(memory, shape, engine, new Pointer((Pointer) null)), "memory");
      return memory;
    }

    private void argument(int i, int kind, dnnl_memory memory) {
      arguments.position(i).arg(kind).memory(memory);
      arguments.position(0);
    }

    void run(long z, long y, long dy) {
      move(source, z);
      move(target, y);
      if (backward) {
        move(gradient, dy);
      }
      Engine.check(
          dnnl.dnnl_primitive_execute(primitive, Engine.stream(), backward ? 3 : 2, arguments),
          "GELU run");
    }

    private void move(dnnl_memory memory, long address) {
      Engine.check(dnnl.dnnl_memory_set_data_handle(memory, place.at(address)), "memory handle");
    }
  }

  /** A movable address. */
  private static final class Place extends Pointer {
    Place() {
      super((Pointer) null);
    }

    Place at(long where) {
      address = where;
      return this;
    }
  }
}

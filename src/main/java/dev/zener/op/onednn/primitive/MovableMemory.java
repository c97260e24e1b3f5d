package dev.zener.op.onednn.primitive;

import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;

/** A memory argument of a primitive, whose address is set before each run. */
final class MovableMemory implements AutoCloseable {
  private final dnnl_memory memory = new dnnl_memory();
  private final Place place = new Place();

  MovableMemory(dnnl_memory_desc layout) {
    Engine.check(
        dnnl.dnnl_memory_create(memory, layout, Engine.get(), new Pointer((Pointer) null)),
        "memory");
  }

  dnnl_memory get() {
    return memory;
  }

  void at(long address) {
    Engine.check(dnnl.dnnl_memory_set_data_handle(memory, place.at(address)), "memory handle");
  }

  @Override
  public void close() {
    dnnl.dnnl_memory_destroy(memory);
  }

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

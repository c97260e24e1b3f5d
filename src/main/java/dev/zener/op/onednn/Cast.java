package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * A copy in another type, by primitives whose sizes are powers of two. The last stretch overlaps
 * the one before it.
 */
final class Cast {
  private static final int LARGEST = 1 << 15;

  private Cast() {}

  private record Key(ElementType from, ElementType to, int size) {}

  static void run(Tensor[] in, Tensor[] out) {
    Tensor from = in[0];
    Tensor to = out[0];
    int n = from.size();
    if (n == 0) {
      return;
    }
    int size = Math.min(LARGEST, Integer.highestOneBit(n));
    Workers.run(
        (n + size - 1) / size,
        4,
        (first, last) -> {
          Reorder stretch = stretch(new Key(from.type(), to.type(), size));
          for (int s = first; s < last; s++) {
            long at = Math.min((long) s * size, n - size);
            stretch.run(
                from.address() + at * from.type().bytes(), to.address() + at * to.type().bytes());
          }
        });
  }

  private static Reorder stretch(Key key) {
    return Primitives.get(
        key,
        Reorder.class,
        () -> {
          long[] shape = {key.size};
          dnnl_memory_desc from = MovableMemory.layout(key.from, shape, new long[] {1});
          dnnl_memory_desc to = MovableMemory.layout(key.to, shape, new long[] {1});
          try {
            return new Reorder(from, to);
          } finally {
            dnnl.dnnl_memory_desc_destroy(from);
            dnnl.dnnl_memory_desc_destroy(to);
          }
        });
  }
}

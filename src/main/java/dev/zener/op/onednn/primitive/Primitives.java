package dev.zener.op.onednn.primitive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A cache of the {@value #KEPT} primitives that a thread has used last, which is more than batches
 * of all sizes need. A primitive takes a millisecond to create and has up to a megabyte of compiled
 * code, which all threads share.
 */
public final class Primitives {
  static final int KEPT = 384;

  private static final ThreadLocal<Map<Object, AutoCloseable>> OF_THREAD =
      ThreadLocal.withInitial(
          () ->
              new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Object, AutoCloseable> eldest) {
                  if (size() <= KEPT) {
                    return false;
                  }
                  close(eldest.getValue());
                  return true;
                }
              });

  private Primitives() {}

  /** The calling thread's primitive of a key, created if necessary. */
  public static <T extends AutoCloseable> T get(Object key, Class<T> type, Supplier<T> make) {
    Map<Object, AutoCloseable> known = OF_THREAD.get();
    AutoCloseable primitive = known.get(key);
    if (primitive == null) {
      primitive = make.get();
      known.put(key, primitive);
    }
    return type.cast(primitive);
  }

  public static MatMul matMul(MatMul.Shape shape) {
    return get(shape, MatMul.class, () -> new MatMul(shape));
  }

  private static void close(AutoCloseable primitive) {
    try {
      primitive.close();
    } catch (Exception e) {
      throw new IllegalStateException("a primitive cannot be closed", e);
    }
  }
}

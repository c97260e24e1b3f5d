package dev.zener.weights;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.util.List;

/**
 * A reference to a storage, which holds raw elements outside the pickle.
 *
 * @param key the key of the storage in the file
 * @param total the number of elements of the storage
 * @param from the first element of the referenced part
 * @param count the number of elements of the referenced part
 */
record TorchStorage(String key, DType dtype, long total, long from, long count) {
  TorchStorage {
    if (total < 0 || total > Long.MAX_VALUE / dtype.bytes()) {
      throw new InputException("storage %s declares %d elements".formatted(Quoted.of(key), total));
    }
    if (from < 0 || count < 0 || from > total || count > total - from) {
      throw new InputException(
          "storage %s of %d elements has an invalid view from %d with %d elements"
              .formatted(Quoted.of(key), total, from, count));
    }
  }

  /** The number of bytes of the whole storage. */
  long byteSize() {
    return total * dtype.bytes();
  }

  /**
   * Parses a persistent id: {@code ('storage', class, key, device, elements)}. In old files a sixth
   * item follows: a view {@code (key, offset, elements)}, or None.
   */
  static TorchStorage of(Object id) {
    if (id instanceof Unpickler.Tuple tuple && tuple.items().size() >= 5) {
      List<Object> items = tuple.items();
      if ("storage".equals(items.get(0))
          && items.get(1) instanceof TorchGlobal type
          && type.dtype() != null
          && items.get(2) instanceof String key
          && items.get(4) instanceof Long total) {
        return of(key, type.dtype(), total, items.size() > 5 ? items.get(5) : null);
      }
    }
    throw new InputException("malformed pickle: a reference to no storage");
  }

  private static TorchStorage of(String key, DType dtype, long total, Object view) {
    if (view == null) {
      return new TorchStorage(key, dtype, total, 0, total);
    }
    if (view instanceof Unpickler.Tuple tuple
        && tuple.items().size() == 3
        && tuple.items().get(1) instanceof Long from
        && tuple.items().get(2) instanceof Long count) {
      return new TorchStorage(key, dtype, total, from, count);
    }
    throw new InputException("malformed pickle: storage " + Quoted.of(key) + " has a broken view");
  }

  @Override
  public String toString() {
    return "a storage";
  }
}

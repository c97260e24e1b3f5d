package dev.zener.weights;

import dev.zener.label.InputException;
import java.util.List;

/**
 * A tensor as PyTorch pickles it: a window on a storage.
 *
 * @param offset of the first element in the storage
 */
record TorchTensor(TorchStorage storage, long offset, List<Long> shape, List<Long> strides) {
  /**
   * A tensor may repeat elements by strides of 0, so a tiny file could claim a huge tensor. Up to
   * this many elements are allowed to outnumber the storage's.
   */
  private static final long MAX_REPEATED = 1 << 20;

  /** From the arguments of {@code torch._utils._rebuild_tensor_v2}. */
  static TorchTensor rebuild(List<Object> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof TorchStorage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof Unpickler.Tuple shape
        && arguments.get(3) instanceof Unpickler.Tuple strides) {
      return new TorchTensor(storage, offset, longs(shape), longs(strides));
    }
    throw new InputException("malformed pickle: a tensor of unknown arguments");
  }

  private static List<Long> longs(Unpickler.Tuple tuple) {
    if (tuple.items().size() > TensorInfo.MAX_RANK) {
      throw new InputException("malformed pickle: a tensor of " + tuple.items().size() + " sizes");
    }
    return tuple.items().stream().map(TorchTensor::size).toList();
  }

  private static Long size(Object item) {
    if (item instanceof Long size) {
      return size;
    }
    throw new InputException("malformed pickle: a tensor's size is " + Unpickler.kind(item));
  }

  /**
   * The tensor in the file.
   *
   * @param at where the storage lies, in bytes
   */
  StoredTensor locate(String name, Bytes bytes, long at) {
    try {
      TensorInfo info = new TensorInfo(name, storage.dtype(), array(shape));
      return new StoredTensor(
          info, bytes, at + (storage.from() + offset) * info.dtype().bytes(), checked(info));
    } catch (IllegalArgumentException e) {
      throw new InputException("tensor " + e.getMessage(), e);
    } catch (ArithmeticException e) {
      throw outside(name, e);
    }
  }

  private Strides checked(TensorInfo info) {
    if (strides.size() != shape.size() || strides.stream().anyMatch(stride -> stride < 0)) {
      throw outside(info.name(), null);
    }
    Strides checked = new Strides(array(shape), array(strides));
    if (offset < 0 || Math.addExact(offset, checked.span()) > storage.count()) {
      throw outside(info.name(), null);
    }
    if (info.elements() > Math.max(storage.count(), MAX_REPEATED)) {
      throw new InputException(
          "tensor %s is %s, but its storage holds %d elements: save it with .contiguous()"
              .formatted(Quoted.of(info.name()), info, storage.count()));
    }
    return checked;
  }

  private InputException outside(String name, Throwable cause) {
    return new InputException(
        "tensor %s with shape %s, strides %s and offset %d is not within its storage of %d elements"
            .formatted(Quoted.of(name), show(shape), show(strides), offset, storage.count()),
        cause);
  }

  private static String show(List<Long> sizes) {
    return Quoted.of(sizes.subList(0, Math.min(sizes.size(), 16)).toString());
  }

  private static long[] array(List<Long> sizes) {
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  @Override
  public String toString() {
    return "a tensor";
  }
}

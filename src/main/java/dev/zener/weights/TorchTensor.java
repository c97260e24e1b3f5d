package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as pickled by PyTorch: a view of a storage.
 *
 * @param offset the index of the first element in the storage
 * @param shape the sizes, which are integers
 * @param strides the strides in elements, which are integers
 */
record TorchTensor(
    TorchStorage storage, long offset, Unpickler.Tuple shape, Unpickler.Tuple strides) {
  /**
   * The maximum number of elements of a tensor that has more elements than its storage. Strides of
   * 0 repeat elements, so a tiny file could otherwise claim a huge tensor.
   */
  private static final long MAX_REPEATED = 1 << 20;

  /** Creates a tensor from the arguments of {@code torch._utils._rebuild_tensor_v2}. */
  static TorchTensor rebuild(List<Object> arguments) {
    if (arguments.size() >= 4
        && arguments.get(0) instanceof TorchStorage storage
        && arguments.get(1) instanceof Long offset
        && arguments.get(2) instanceof Unpickler.Tuple shape
        && arguments.get(3) instanceof Unpickler.Tuple strides) {
      checkSizes(shape);
      checkSizes(strides);
      return new TorchTensor(storage, offset, shape, strides);
    }
    throw new InputException("malformed pickle: a tensor of unknown arguments");
  }

  /** Checks sizes without copying them, since many tensors of a pickle can share the tuples. */
  private static void checkSizes(Unpickler.Tuple tuple) {
    if (tuple.items().size() > TensorInfo.MAX_RANK) {
      throw new InputException("malformed pickle: a tensor of " + tuple.items().size() + " sizes");
    }
    for (Object item : tuple.items()) {
      if (!(item instanceof Long)) {
        throw new InputException("malformed pickle: a tensor's size is " + Unpickler.kind(item));
      }
    }
  }

  /**
   * Locates the tensor in the file.
   *
   * @param at the offset of the storage in the file, in bytes
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
    long[] steps = array(strides);
    if (steps.length != info.shape().length || Arrays.stream(steps).anyMatch(step -> step < 0)) {
      throw outside(info.name(), null);
    }
    Strides checked = new Strides(info.shape(), steps);
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

  private static String show(Unpickler.Tuple sizes) {
    return Quoted.of(sizes.items().subList(0, Math.min(sizes.items().size(), 16)).toString());
  }

  private static long[] array(Unpickler.Tuple sizes) {
    return sizes.items().stream().mapToLong(Long.class::cast).toArray();
  }

  @Override
  public String toString() {
    return "a tensor";
  }
}

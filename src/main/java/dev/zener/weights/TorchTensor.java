package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.label.InputException;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor as PyTorch pickles it: a window on a storage.
 *
 * @param offset of the first element in the storage
 * @param shape whole numbers, as are the strides
 */
record TorchTensor(
    TorchStorage storage, long offset, Unpickler.Tuple shape, Unpickler.Tuple strides) {
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
      checkSizes(shape);
      checkSizes(strides);
      return new TorchTensor(storage, offset, shape, strides);
    }
    throw new InputException("malformed pickle: a tensor of unknown arguments");
  }

  /** The tuples are kept as they are: a pickle can make many tensors of the same two. */
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

package dev.zener.weights;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Python names that a weight file may use. Any other name is refused and never executed. */
enum TorchGlobal {
  ORDERED_DICT("collections", "OrderedDict") {
    @Override
    Object call(List<Object> arguments) {
      return orderedDict(arguments);
    }
  },
  REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2") {
    @Override
    Object call(List<Object> arguments) {
      return TorchTensor.rebuild(arguments);
    }
  },
  REBUILD_PARAMETER("torch._utils", "_rebuild_parameter") {
    @Override
    Object call(List<Object> arguments) {
      if (!arguments.isEmpty() && arguments.get(0) instanceof TorchTensor tensor) {
        return tensor;
      }
      throw new InputException("malformed pickle: a parameter without a tensor");
    }
  },
  DOUBLE("DoubleStorage", DType.F64),
  FLOAT("FloatStorage", DType.F32),
  HALF("HalfStorage", DType.F16),
  BFLOAT16("BFloat16Storage", DType.BF16),
  LONG("LongStorage", DType.I64),
  INT("IntStorage", DType.I32),
  SHORT("ShortStorage", DType.I16),
  CHAR("CharStorage", DType.I8),
  BYTE("ByteStorage", DType.U8),
  BOOL("BoolStorage", DType.BOOL);

  private final String module;
  private final String name;
  private final DType dtype;

  TorchGlobal(String module, String name) {
    this.module = module;
    this.name = name;
    this.dtype = null;
  }

  TorchGlobal(String storage, DType dtype) {
    this.module = "torch";
    this.name = storage;
    this.dtype = dtype;
  }

  static TorchGlobal find(String module, String name) {
    for (TorchGlobal global : values()) {
      if (global.module.equals(module) && global.name.equals(name)) {
        return global;
      }
    }
    throw new InputException(
        "the pickle uses %s, which is not part of a tensor; nothing was executed. "
                .formatted(Quoted.of(module + "." + name))
            + "Save only the model's state_dict(), with plain tensors");
  }

  /** The element type, if this is a storage class; otherwise null. */
  DType dtype() {
    return dtype;
  }

  /** Calls the function, which only builds a value. */
  Object call(List<Object> arguments) {
    throw refuse("REDUCE");
  }

  InputException refuse(String instruction) {
    return new InputException("malformed pickle: " + instruction + " of " + this);
  }

  /** Creates an OrderedDict. Python 3 fills it later; Python 2 passes a list of pairs. */
  private static Map<Object, Object> orderedDict(List<Object> arguments) {
    Map<Object, Object> dictionary = new LinkedHashMap<>();
    if (arguments.isEmpty()) {
      return dictionary;
    }
    if (arguments.size() == 1 && arguments.get(0) instanceof List<?> pairs) {
      for (Object item : pairs) {
        if (!(item instanceof List<?> pair) || pair.size() != 2) {
          throw new InputException("malformed pickle: an OrderedDict of " + Unpickler.kind(item));
        }
        Unpickler.put(dictionary, pair.get(0), pair.get(1));
      }
      // Emptied, so that a memoized list cannot be converted to a dictionary repeatedly.
      pairs.clear();
      return dictionary;
    }
    throw new InputException("malformed pickle: an OrderedDict of unknown arguments");
  }

  @Override
  public String toString() {
    return module + "." + name;
  }
}

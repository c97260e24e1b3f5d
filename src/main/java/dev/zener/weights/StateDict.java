package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The content of an unpickled PyTorch file, which must be a dictionary of tensors by name. */
record StateDict(Map<String, TorchTensor> tensors) {
  static StateDict of(Object pickled) {
    if (!(pickled instanceof Map<?, ?> dictionary)) {
      throw new InputException(
          "contains " + Unpickler.kind(pickled) + ", not a dictionary of tensors by name");
    }
    if (dictionary.size() > StoredWeights.MAX_TENSORS) {
      throw new InputException(
          "more than %d tensors, which is not supported; save them in several files"
              .formatted(StoredWeights.MAX_TENSORS));
    }
    Map<String, TorchTensor> tensors = new LinkedHashMap<>();
    dictionary.forEach((key, value) -> put(tensors, key, value));
    return new StateDict(tensors);
  }

  private static void put(Map<String, TorchTensor> tensors, Object key, Object value) {
    if (!(key instanceof String name) || !(value instanceof TorchTensor tensor)) {
      throw new InputException(
          "entry %s is %s, not a named tensor: save only the model's state_dict()"
              .formatted(Quoted.of(String.valueOf(key)), Unpickler.kind(value)));
    }
    tensors.put(name, tensor);
  }

  /** The storages by key. All references to a storage must have the same type and size. */
  Map<String, TorchStorage> storages() {
    Map<String, TorchStorage> storages = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          TorchStorage storage = tensor.storage();
          TorchStorage first = storages.putIfAbsent(storage.key(), storage);
          if (first != null
              && (first.dtype() != storage.dtype() || first.total() != storage.total())) {
            throw new InputException(
                "tensor %s reads storage %s as %d x %s, but another tensor as %d x %s"
                    .formatted(
                        Quoted.of(name),
                        Quoted.of(storage.key()),
                        storage.total(),
                        storage.dtype(),
                        first.total(),
                        first.dtype()));
          }
        });
    return storages;
  }

  /**
   * Locates the tensors in the file.
   *
   * @param place returns the offset of a storage in the file, in bytes
   */
  StoredWeights locate(String description, Bytes bytes, ToLongFunction<TorchStorage> place) {
    Map<String, StoredTensor> located = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            located.put(name, tensor.locate(name, bytes, place.applyAsLong(tensor.storage()))));
    return new StoredWeights(description, Map.of(), located, bytes);
  }
}

package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.delta.Fingerprint;
import dev.zener.label.InputException;
import dev.zener.weights.TensorSource;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An open delta and the base that it is added to, whose tensors are watched while they are read.
 *
 * @param delta the delta
 * @param basePlace where the base is, for people
 * @param fingerprint of the base, as far as it has been read
 */
record DeltaOfBase(Delta delta, String basePlace, Fingerprint fingerprint) {
  DeltaOfBase(Delta delta, String basePlace) {
    this(delta, basePlace, new Fingerprint());
  }

  /**
   * A tensor of the model.
   *
   * @param ours its name
   * @param stored the base's tensor of that name
   */
  TensorSource tensor(String ours, long[] shape, Supplier<TensorSource> stored) {
    if (delta.whole(ours)) {
      TensorSource tensor = delta.tensor(ours);
      TensorShape.check(delta.place(), tensor.info(), shape);
      return tensor;
    }
    return delta.added(ours, fingerprint.watched(stored.get().named(ours)));
  }

  /**
   * Reads what has not been read of the base.
   *
   * @param stored the base's encoder by our names
   * @throws InputException if it is not the base that the delta was made from
   */
  void verify(Map<String, TensorSource> stored) {
    stored.forEach(
        (name, tensor) -> {
          if (!fingerprint.has(name)) {
            fingerprint.add(tensor);
          }
        });
    Delta.Base wanted = delta.base();
    if (!fingerprint.value().equals(wanted.sha256())) {
      throw new InputException(
          "%s: was made from another base (%s, SHA-256 %s) than %s (SHA-256 %s); name the right one by"
                  .formatted(
                      delta.place(), wanted.name(), wanted.sha256(), basePlace, fingerprint.value())
              + " --base");
    }
  }
}

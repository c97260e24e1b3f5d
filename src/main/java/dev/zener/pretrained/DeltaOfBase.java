package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.delta.Fingerprint;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import dev.zener.weights.TensorSource;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An open delta with the fingerprint of its base. The fingerprint is computed while the base's
 * tensors are read.
 *
 * @param delta the delta
 * @param basePlace the location of the base, for messages
 * @param fingerprint the fingerprint of the base tensors read so far
 */
record DeltaOfBase(Delta delta, String basePlace, Fingerprint fingerprint) {
  DeltaOfBase(Delta delta, String basePlace) {
    this(delta, basePlace, new Fingerprint());
  }

  /**
   * A tensor of the tagger: stored whole in the delta, or the base's tensor plus the difference.
   *
   * @param ours its name in Zener
   * @param stored supplies the base's tensor of that name
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
   * Reads the base tensors that have not been read yet and checks the fingerprint of the base.
   *
   * @param stored the tensors of the base's encoder by Zener's names
   * @throws InputException if this is not the base that the delta was made from
   */
  void verify(Map<String, TensorSource> stored) {
    stored.values().stream()
        .filter(tensor -> !fingerprint.has(tensor.info().name()))
        .sorted(Comparator.comparingLong(TensorSource::place))
        .forEach(fingerprint::add);
    Delta.Base wanted = delta.base();
    if (!fingerprint.value().equals(wanted.sha256())) {
      throw new InputException(
          "%s: was made from another base (%s, SHA-256 %s) than %s (SHA-256 %s); name the right one with %s"
              .formatted(
                  delta.place(),
                  wanted.name(),
                  wanted.sha256(),
                  basePlace,
                  fingerprint.value(),
                  Setting.BASE));
    }
  }
}

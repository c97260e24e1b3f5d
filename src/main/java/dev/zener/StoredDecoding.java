package dev.zener;

import dev.zener.predict.Decoding;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.StoredTagger;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.Optional;

/** The decoding that a stored model's directory names. */
public final class StoredDecoding {
  private StoredDecoding() {}

  /**
   * The decoding of a model; empty if its directory names none.
   *
   * @throws InputException if it names one that does not exist
   */
  public static Optional<Decoding> of(StoredTagger model) {
    return Optional.ofNullable(model.info().get(ModelDirectory.DECODING))
        .map(key -> Decoding.ofKey(key).orElseThrow(() -> unknown(model, key)));
  }

  private static InputException unknown(StoredTagger model, String key) {
    return new InputException(
        "%s: %s is '%s'; allowed: argmax, viterbi; choose one with %s"
            .formatted(model, ModelDirectory.DECODING, key, Setting.DECODING));
  }
}

package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the base of a delta. */
final class BaseSearch {
  private BaseSearch() {}

  /**
   * Finds the base of a delta: mBERT in its known places, any other base at the path recorded when
   * the delta was made.
   *
   * @throws InputException if it is not found
   */
  static ModelFiles find(Delta delta) {
    Delta.Base base = delta.base();
    if (base.name().equals(Mbert.NAME)) {
      return places()
          .findFirst()
          .orElseThrow(() -> missing(delta, "get it with: " + Mbert.REMEDY, null))
          .found();
    }
    try {
      return ModelSource.of(base.name()).found();
    } catch (InputException e) {
      throw missing(delta, "restore it at its path " + base.name(), e);
    }
  }

  private static Stream<ModelSource> places() {
    return Stream.of(Mbert.onClassPath(), Mbert.onDisk(), Mbert.inMavensRepository())
        .flatMap(Optional::stream);
  }

  private static InputException missing(Delta delta, String remedy, InputException cause) {
    return new InputException(
        "%s: its base %s is not found; %s, or name the base with %s"
            .formatted(delta.place(), delta.base().name(), remedy, Setting.BASE),
        cause);
  }
}

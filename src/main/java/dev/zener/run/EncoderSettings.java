package dev.zener.run;

import dev.zener.config.EnumKeys;
import dev.zener.config.Require;
import dev.zener.problem.Setting;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The encoder to start from: {@code pretrained} or {@code scratch}, or neither if no method needs
 * one.
 *
 * @param pretrained the location of a model, see {@link dev.zener.pretrained.ModelSource}
 * @param scratch the shape of a randomly initialised encoder
 * @param casing the casing of a pretrained model; empty: as its files say
 */
public record EncoderSettings(
    Optional<Path> pretrained, Optional<ScratchEncoder> scratch, Optional<TextCasing> casing) {
  private static final String ONE =
      "; allowed: exactly one of pretrained (a model) and scratch; remove the other with "
          + Setting.SCRATCH.with("")
          + " or "
          + Setting.PRETRAINED.with("");

  public EncoderSettings {
    if (pretrained.isPresent() && scratch.isPresent()) {
      throw new IllegalArgumentException("both pretrained and scratch are given" + ONE);
    }
    Require.that(
        casing.isEmpty() || pretrained.isPresent(),
        "casing",
        casing.map(EnumKeys::key).orElse(""),
        "only with pretrained; with scratch use scratch.casing");
  }

  /** Whether there is one. */
  public boolean isGiven() {
    return pretrained.isPresent() || scratch.isPresent();
  }

  /**
   * Checks that there is one.
   *
   * @param method the name of the method that needs it
   */
  void require(String method) {
    if (!isGiven()) {
      throw new IllegalArgumentException(
          "encoder: no encoder is given, and " + method + " needs one" + ONE);
    }
  }
}

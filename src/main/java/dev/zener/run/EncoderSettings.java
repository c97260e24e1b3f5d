package dev.zener.run;

import dev.zener.config.EnumKeys;
import dev.zener.config.Require;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The encoder to start from. Exactly one of {@code pretrained} and {@code scratch} must be given.
 *
 * @param pretrained the location of a model, see {@link dev.zener.pretrained.ModelSource}
 * @param scratch the shape of a randomly initialised encoder
 * @param casing the casing of a pretrained model; empty: as its files say
 */
public record EncoderSettings(
    Optional<Path> pretrained, Optional<ScratchEncoder> scratch, Optional<TextCasing> casing) {
  public EncoderSettings {
    if (pretrained.isPresent() == scratch.isPresent()) {
      throw new IllegalArgumentException(
          (pretrained.isPresent() ? "both pretrained and scratch are" : "no encoder is")
              + " given; allowed: exactly one of pretrained (a model) and scratch;"
              + " remove the other with --set encoder.scratch= or --set encoder.pretrained=");
    }
    Require.that(
        casing.isEmpty() || pretrained.isPresent(),
        "casing",
        casing.map(EnumKeys::key).orElse(""),
        "only with pretrained; with scratch use scratch.casing");
  }
}

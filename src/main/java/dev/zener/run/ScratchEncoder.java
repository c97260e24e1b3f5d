package dev.zener.run;

import dev.zener.config.Default;
import dev.zener.config.Require;
import java.nio.file.Path;

/**
 * A randomly initialised encoder.
 *
 * @param vocabulary the path of a vocab.txt, relative to the working directory
 * @param heads the number of attention heads, a divisor of {@code hidden}
 * @param positions the maximum number of pieces in an input of the encoder
 * @param restrictVocabulary whether to keep only pieces of the training text: a multilingual
 *     vocabulary has 119,547 rows, and a small run would train only a few of them
 */
public record ScratchEncoder(
    Path vocabulary,
    @Default("cased") TextCasing casing,
    @Default("4") int layers,
    @Default("128") int hidden,
    @Default("4") int heads,
    @Default("512") int feedForward,
    @Default("128") int positions,
    @Default("true") boolean restrictVocabulary) {
  public ScratchEncoder {
    Require.atLeast(1, "layers", layers);
    Require.atLeast(1, "hidden", hidden);
    Require.that(
        heads >= 1 && hidden % heads == 0, "heads", heads, "a divisor of hidden, " + hidden);
    Require.atLeast(1, "feedForward", feedForward);
    Require.atLeast(3, "positions", positions);
  }
}

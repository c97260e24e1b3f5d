package dev.zener.train;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.predict.Decoding;

/**
 * Settings of scoring.
 *
 * @param decoding how labels are chosen from probabilities
 * @param pieces the maximum number of pieces tagged at once; more pieces need more memory and do
 *     not change scores
 */
public record ScoringSettings(@Default("argmax") Decoding decoding, @Default("4096") int pieces) {
  public ScoringSettings {
    Require.atLeast(3, "pieces", pieces);
  }
}

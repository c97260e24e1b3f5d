package dev.zener.mapping;

import dev.zener.config.Default;
import dev.zener.config.Require;

/**
 * Settings of the refinement.
 *
 * @param rounds the number of rounds; each makes a dictionary and solves for the mapping
 * @param words the number of most frequent words of each language that a dictionary may hold
 */
public record RefinementSettings(@Default("5") int rounds, @Default("15000") int words) {
  public RefinementSettings {
    Require.atLeast(0, "rounds", rounds);
    Require.atLeast(1, "words", words);
  }
}

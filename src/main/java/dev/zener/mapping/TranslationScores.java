package dev.zener.mapping;

import java.util.List;

/**
 * How well a mapping translates the words of a dictionary. A word is right at k if one of its
 * translations is among the k nearest words of the target language.
 *
 * @param dictionary how many pairs of the dictionary were used
 * @param words the number of different source words of these pairs
 * @param csls the precisions at each of {@link #RANKS} if CSLS says what is near
 * @param cosine those if the cosine does
 */
public record TranslationScores(
    DictionaryReport dictionary, int words, List<Double> csls, List<Double> cosine) {
  /** The numbers of nearest words that are looked at. */
  public static final List<Integer> RANKS = List.of(1, 5, 10);

  public TranslationScores {
    csls = List.copyOf(csls);
    cosine = List.copyOf(cosine);
  }
}

package dev.zener.run;

import dev.zener.data.Sentence;
import dev.zener.files.Count;
import dev.zener.mapping.NamedVectors;
import dev.zener.vectors.VectorTables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many words of a corpus have a vector, by which a method reads them.
 *
 * @param role the corpus, such as {@code sr test}
 * @param vectors the name of the vectors
 * @param known the number of words, counted at each place, that have one
 * @param words the number of words
 */
record VectorCoverage(String role, String vectors, long known, long words) {
  /** The share of words with a vector below which there is a warning. */
  private static final double LEAST = 0.5;

  static VectorCoverage of(String role, List<Sentence> sentences, NamedVectors vectors) {
    VectorTables table = new VectorTables(List.of(vectors.vectors()));
    return new VectorCoverage(
        role,
        vectors.name(),
        words(sentences).filter(word -> table.number(0, word) >= 0).count(),
        words(sentences).count());
  }

  /** The words of sentences; an empty one is none. */
  static Stream<String> words(List<Sentence> sentences) {
    return sentences.stream().flatMap(s -> s.words().stream()).filter(word -> !word.isEmpty());
  }

  private double share() {
    return words == 0 ? 1 : (double) known / words;
  }

  String remark() {
    return String.format(
        Locale.ROOT,
        "%s: %.1f %% of %s have a vector in %s",
        role,
        100 * share(),
        Count.of(words, "words"),
        vectors);
  }

  Optional<String> warning() {
    return share() >= LEAST
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "warning: %.1f %% of the words of %s have no vector in %s and are read by their"
                    + " characters only; check that the vectors are of this language and writing",
                100 * (1 - share()),
                role,
                vectors));
  }
}

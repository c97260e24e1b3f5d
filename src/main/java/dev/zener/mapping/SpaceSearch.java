package dev.zener.mapping;

import dev.zener.problem.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Searches for the translations of source words in the space of a mapping. */
public final class SpaceSearch implements AutoCloseable {
  private final NamedVectors source;
  private final NamedVectors target;
  private final WordMatrix x;
  private final WordMatrix y;
  private final Csls csls;

  /**
   * Prepares to search.
   *
   * @param words the number of most frequent words of each language that are used
   * @param neighbours the number of neighbours in CSLS's mean cosines
   * @throws InputException if the vectors have another width than the mapping
   */
  public SpaceSearch(
      MappedSpace space, NamedVectors source, NamedVectors target, int words, int neighbours) {
    requireWidth(space, source);
    requireWidth(space, target);
    this.source = source;
    this.target = target;
    int sources = Math.min(words, source.vectors().size());
    int targets = Math.min(words, target.vectors().size());
    try (WordMatrix plain = WordMatrix.of(source.vectors(), sources, space.ofSource())) {
      x = plain.mapped(space.matrix());
    }
    y = x.guarding(() -> WordMatrix.of(target.vectors(), targets, space.ofTarget()));
    csls = x.guarding(() -> y.guarding(() -> new Csls(x, y, neighbours)));
  }

  private static void requireWidth(MappedSpace space, NamedVectors language) {
    if (language.vectors().width() != space.width()) {
      throw new InputException(
          "%s has vectors of %d numbers, but the mapping is for %d; use the vectors for which it was"
                  .formatted(language.name(), language.vectors().width(), space.width())
              + " learnt");
    }
  }

  /**
   * The nearest target words of a source word by CSLS, the nearest first.
   *
   * @throws InputException if the word is not among the source words that are used
   */
  public List<Neighbour> nearest(String word, int count) {
    int number = source.vectors().number(word);
    if (number < 0 || number >= x.count()) {
      throw new InputException(
          "'%s' is not among the first %d words of %s; check its spelling and case, or use more"
                  .formatted(word, x.count(), source.name())
              + " words");
    }
    try (WordMatrix one = x.chosen(new int[] {number})) {
      NearestNeighbours found = csls.targets(one, count);
      double ofWord = csls.meanCosines(one)[0];
      List<Neighbour> nearest = new ArrayList<>();
      for (int rank = 0; rank < found.most(); rank++) {
        int key = found.key(0, rank);
        double score = found.score(0, rank);
        nearest.add(
            new Neighbour(
                target.vectors().word(key), 2 * score - ofWord, score + csls.ofTarget(key) / 2));
      }
      return nearest;
    }
  }

  /**
   * Scores the translations of a dictionary's source words.
   *
   * @param dictionary a file of word pairs, as for the start {@code dictionary}
   */
  public TranslationScores score(Path dictionary) {
    DictionaryFile file = DictionaryFile.read(dictionary, source, x.count(), target, y.count());
    Map<Integer, Set<Integer>> translations = new TreeMap<>();
    WordPairs pairs = file.pairs();
    for (int i = 0; i < pairs.count(); i++) {
      translations
          .computeIfAbsent(pairs.source()[i], word -> new HashSet<>())
          .add(pairs.target()[i]);
    }
    int[] words = translations.keySet().stream().mapToInt(word -> word).toArray();
    List<Set<Integer>> wanted = List.copyOf(translations.values());
    int most = TranslationScores.RANKS.get(TranslationScores.RANKS.size() - 1);
    try (WordMatrix queries = x.chosen(words)) {
      NearestNeighbours near = csls.targets(queries, most);
      float[] none = new float[y.count()];
      NearestNeighbours byCosine = NearestNeighbours.find(queries, words.length, y, none, most);
      return new TranslationScores(
          file.report(), words.length, precisions(near, wanted), precisions(byCosine, wanted));
    }
  }

  private static List<Double> precisions(NearestNeighbours found, List<Set<Integer>> wanted) {
    List<Double> precisions = new ArrayList<>();
    for (int most : TranslationScores.RANKS) {
      int right = 0;
      for (int word = 0; word < wanted.size(); word++) {
        boolean among = false;
        for (int rank = 0; rank < Math.min(most, found.most()); rank++) {
          among |= wanted.get(word).contains(found.key(word, rank));
        }
        right += among ? 1 : 0;
      }
      precisions.add((double) right / wanted.size());
    }
    return precisions;
  }

  @Override
  public void close() {
    x.close();
    y.close();
  }
}

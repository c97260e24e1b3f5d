package dev.zener.mapping;

/**
 * Cross-domain similarity local scaling of two languages in one space: CSLS(x,y) = 2cos(x,y) − r(x)
 * − r(y), where r is the mean cosine of a word with its k nearest of the other language. It keeps
 * words that are near to everything from being everybody's neighbour.
 *
 * <p>Since r(x) is the same for all keys of a query x, the nearest are those with the largest
 * cos(x,y) − r(y)/2.
 */
final class Csls {
  private final WordMatrix source;
  private final WordMatrix target;
  private final int neighbours;
  private final float[] ofTarget;
  private float[] ofSource;

  /**
   * Computes the mean cosines of the target words. Those of the source words are computed when they
   * are needed.
   *
   * @param source the source words, mapped into the target's space
   * @param neighbours the number k
   */
  Csls(WordMatrix source, WordMatrix target, int neighbours) {
    this.source = source;
    this.target = target;
    this.neighbours = neighbours;
    ofTarget = meanCosines(target, source);
  }

  private float[] meanCosines(WordMatrix from, WordMatrix to) {
    float[] none = new float[to.count()];
    return NearestNeighbours.find(from, from.count(), to, none, neighbours).means();
  }

  /** The mean cosine r of each of some source words. */
  float[] meanCosines(WordMatrix words) {
    return meanCosines(words, target);
  }

  /** The mean cosine r of a target word. */
  float ofTarget(int word) {
    return ofTarget[word];
  }

  /** The nearest target words of the first source words, by CSLS. */
  NearestNeighbours targets(int words, int most) {
    return NearestNeighbours.find(source, words, target, halves(ofTarget), most);
  }

  /** The nearest target words of some source words, by CSLS. */
  NearestNeighbours targets(WordMatrix words, int most) {
    return NearestNeighbours.find(words, words.count(), target, halves(ofTarget), most);
  }

  /** The nearest source words of the first target words, by CSLS. */
  NearestNeighbours sources(int words, int most) {
    if (ofSource == null) {
      ofSource = meanCosines(source);
    }
    return NearestNeighbours.find(target, words, source, halves(ofSource), most);
  }

  private static float[] halves(float[] values) {
    float[] halves = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      halves[i] = values[i] / 2;
    }
    return halves;
  }

  /** The pairs among the first words of both languages that are each other's nearest. */
  WordPairs mutual(int words) {
    int sources = Math.min(words, source.count());
    int targets = Math.min(words, target.count());
    NearestNeighbours there = targets(sources, 1);
    NearestNeighbours back = sources(targets, 1);
    WordPairs.Collector pairs = new WordPairs.Collector();
    for (int word = 0; word < sources; word++) {
      int nearest = there.key(word, 0);
      if (nearest < targets && back.key(nearest, 0) == word) {
        pairs.add(word, nearest);
      }
    }
    return pairs.pairs();
  }

  /**
   * MUSE's criterion, which needs no dictionary: the mean cosine of the first source words with
   * their nearest target words, of those that are among as many first target words; 0 if there are
   * none.
   */
  double criterion(int words) {
    int sources = Math.min(words, source.count());
    NearestNeighbours nearest = targets(sources, 1);
    double sum = 0;
    int pairs = 0;
    for (int word = 0; word < sources; word++) {
      int key = nearest.key(word, 0);
      if (key < words) {
        sum += nearest.score(word, 0) + ofTarget[key] / 2;
        pairs++;
      }
    }
    return pairs == 0 ? 0 : sum / pairs;
  }
}

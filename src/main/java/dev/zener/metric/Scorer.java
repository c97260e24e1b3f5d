package dev.zener.metric;

import dev.zener.label.Span;
import dev.zener.label.Tag;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects gold and predicted tags of sentences and scores them, see {@link #evaluation}. */
public final class Scorer {
  private final TypeCounts types = new TypeCounts();
  private final SortedMap<String, SortedMap<String, Long>> confusion = new TreeMap<>();
  private long words;
  private long correctWords;

  /**
   * Adds a sentence. Tags may be of any scheme and are decoded as in conlleval.
   *
   * @throws IllegalArgumentException if the numbers of gold and predicted tags differ
   * @throws dev.zener.problem.InputException if a string is not a tag; the sentence is then not
   *     added
   */
  public void add(List<String> gold, List<String> predicted) {
    if (gold.size() != predicted.size()) {
      throw new IllegalArgumentException(
          gold.size() + " gold tags with " + predicted.size() + " predicted ones");
    }
    types.add(Span.decode(gold), Span.decode(predicted));
    for (int word = 0; word < gold.size(); word++) {
      addWord(gold.get(word), predicted.get(word));
    }
  }

  private void addWord(String gold, String predicted) {
    words++;
    correctWords += gold.equals(predicted) ? 1 : 0;
    confusion
        .computeIfAbsent(type(gold), type -> new TreeMap<>())
        .merge(type(predicted), 1L, Long::sum);
  }

  private static String type(String tag) {
    Tag parsed = Tag.parse(tag);
    return parsed.inEntity() ? parsed.type() : Confusion.OUTSIDE;
  }

  /** The scores of all sentences added so far. Sentences added later do not change the result. */
  public Evaluation evaluation() {
    return new Evaluation(words, correctWords, types.types(), new Confusion(confusion));
  }
}

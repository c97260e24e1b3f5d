package dev.zener.format;

import dev.zener.data.LabelledSentence;
import dev.zener.files.Count;
import dev.zener.label.LabelSet;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A labelled corpus in memory and a report on how it was read. */
public record LabelledCorpus(List<LabelledSentence> sentences, ReadReport report) {
  public LabelledCorpus {
    sentences = List.copyOf(sentences);
  }

  /** The types of the corpus's entities. */
  public SortedSet<String> types() {
    SortedSet<String> types = new TreeSet<>();
    for (LabelledSentence sentence : sentences) {
      sentence.entities().forEach(entity -> types.add(entity.type()));
    }
    return types;
  }

  /**
   * The labels of a tagger trained on these corpora: O, then B and I of each type in sorted order.
   *
   * @throws InputException if there is no entity
   */
  public static LabelSet labels(List<LabelledCorpus> corpora) {
    SortedSet<String> types = new TreeSet<>();
    corpora.forEach(corpus -> types.addAll(corpus.types()));
    if (types.isEmpty()) {
      String files = String.join(", ", corpora.stream().map(c -> c.report.file()).toList());
      int sentences = corpora.stream().mapToInt(c -> c.sentences.size()).sum();
      throw new InputException(
          files
              + ": no entity in "
              + Count.of(sentences, "sentences")
              + ", so there is nothing to learn");
    }
    return LabelSet.sorted(types);
  }

  /**
   * Checks that a tagger has labels for all entity types of the corpus.
   *
   * @param origin the origin of the labels, for the message
   * @throws InputException for the first entity of another type, with its location
   */
  public void requireTypesOf(LabelSet labels, String origin) {
    for (LabelledSentence sentence : sentences) {
      for (Span entity : sentence.entities()) {
        if (!labels.types().contains(entity.type())) {
          throw new InputException(
              String.format(
                  "%s: type '%s' is not among %s of %s; map or remove it, or train on data that has"
                      + " it",
                  sentence.source(), entity.type(), labels.types(), origin));
        }
      }
    }
  }
}

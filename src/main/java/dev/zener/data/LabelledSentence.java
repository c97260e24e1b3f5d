package dev.zener.data;

import dev.zener.label.Scheme;
import dev.zener.label.Span;
import java.util.List;

/**
 * A sentence and the tag of each word.
 *
 * @param unlabelled the sentence without the tags
 * @param tags the tag of each word, in valid IOB2
 */
public record LabelledSentence(Sentence unlabelled, List<String> tags) {
  public LabelledSentence {
    tags = List.copyOf(tags);
    if (unlabelled.size() != tags.size()) {
      throw new IllegalArgumentException(
          unlabelled.source() + ": " + unlabelled.size() + " words with " + tags.size() + " tags");
    }
    Scheme.IOB2.check(tags);
  }

  /** A sentence that was not read from a file. */
  public LabelledSentence(List<String> words, List<String> tags) {
    this(Sentence.ofWords(words), tags);
  }

  public List<String> words() {
    return unlabelled.words();
  }

  public Source source() {
    return unlabelled.source();
  }

  /** The number of words. */
  public int size() {
    return tags.size();
  }

  /** The entities, given in words. */
  public List<Span> entities() {
    return Span.decode(tags);
  }
}

package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Span;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A sentence with its tags as written in the file.
 *
 * @param sources the location of each tag
 * @param settled whether the tags are already valid IOB2, because they were made from entities
 * @param beside entities that the file gives beside the tags, without confidence
 */
record RawSentence(
    Sentence sentence,
    List<String> tags,
    List<Source> sources,
    boolean settled,
    Optional<List<Entity>> beside) {
  static RawSentence of(Sentence sentence, List<String> tags, boolean settled) {
    List<Source> sources = Collections.nCopies(tags.size(), sentence.source());
    return new RawSentence(sentence, tags, sources, settled, Optional.empty());
  }

  static RawSentence of(Sentence sentence, Labels.Tags tags) {
    return new RawSentence(sentence, tags.tags(), tags.sources(), false, tags.beside());
  }

  /** Whether the entities beside the tags are not those of the tags, given in valid IOB2. */
  boolean contradicts(List<String> iob2) {
    if (beside.isEmpty()) {
      return false;
    }
    Set<Entity> tagged = new HashSet<>();
    Span.decode(iob2)
        .forEach(span -> tagged.add(Entity.of(sentence, span, OptionalDouble.empty())));
    return !new HashSet<>(beside.get()).equals(tagged);
  }
}

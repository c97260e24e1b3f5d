package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.Span;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sentence with its tags as written in the file.
 *
 * @param sources the location of each tag
 * @param settled whether the tags are already valid IOB2, because they were made from entities
 * @param beside entities that the file gives beside the tags
 */
record RawSentence(
    Sentence sentence,
    List<String> tags,
    List<Source> sources,
    boolean settled,
    Optional<List<Entity>> beside) {
  /** What tells entities apart, without their confidence. */
  private record Typed(CharSpan characters, String type) {}

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
    Set<Typed> given = new HashSet<>();
    beside.get().forEach(entity -> given.add(new Typed(entity.characters(), entity.type())));
    Set<Typed> tagged = new HashSet<>();
    Span.decode(iob2).forEach(span -> tagged.add(new Typed(characters(span), span.type())));
    return !given.equals(tagged);
  }

  private CharSpan characters(Span words) {
    return new CharSpan(
        sentence.spans().get(words.start()).start(), sentence.spans().get(words.end() - 1).end());
  }
}

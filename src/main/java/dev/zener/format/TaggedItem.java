package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A sentence or text with its entities, to be written to a file.
 *
 * @param sentence its words and text
 * @param tags a valid IOB2 tag for each word
 * @param entities the same entities in characters of the text, from left to right
 * @param origin what its own file says of it besides words and labels
 * @param probabilities the probability of each tag for each word; empty if they are not wanted
 */
public record TaggedItem(
    Sentence sentence,
    List<String> tags,
    List<Entity> entities,
    Origin origin,
    Optional<List<Map<String, Double>>> probabilities) {
  /** An item without the probabilities of tags. */
  public TaggedItem(Sentence sentence, List<String> tags, List<Entity> entities, Origin origin) {
    this(sentence, tags, entities, origin, Optional.empty());
  }

  public TaggedItem {
    probabilities = probabilities.map(List::copyOf);
    tags = List.copyOf(tags);
    entities = List.copyOf(entities);
    Objects.requireNonNull(origin, "origin");
    if (tags.size() != sentence.size()) {
      throw new IllegalArgumentException(
          sentence.source() + ": " + sentence.size() + " words with " + tags.size() + " tags");
    }
  }
}

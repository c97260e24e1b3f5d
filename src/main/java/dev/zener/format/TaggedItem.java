package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import java.util.List;
import java.util.Objects;

/**
 * A sentence or text with its entities, to be written to a file.
 *
 * @param sentence its words and text
 * @param tags a valid IOB2 tag for each word
 * @param entities the same entities in characters of the text, from left to right
 * @param origin what its own file says of it besides words and labels
 */
public record TaggedItem(
    Sentence sentence, List<String> tags, List<Entity> entities, Origin origin) {
  public TaggedItem {
    tags = List.copyOf(tags);
    entities = List.copyOf(entities);
    Objects.requireNonNull(origin, "origin");
    if (tags.size() != sentence.size()) {
      throw new IllegalArgumentException(
          sentence.source() + ": " + sentence.size() + " words with " + tags.size() + " tags");
    }
  }
}

package dev.zener.data;

import dev.zener.label.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An entity in a text.
 *
 * @param characters its characters in UTF-16 units; files may use other units ({@link Offsets})
 * @param type the entity type, such as PER
 * @param confidence the confidence in [0, 1]; empty in gold data
 */
public record Entity(CharSpan characters, String type, OptionalDouble confidence) {
  public Entity {
    if (characters.start() == characters.end() || type.isEmpty()) {
      throw new IllegalArgumentException(
          "Entity " + characters + " '" + type + "': needs characters and a type");
    }
  }

  /** Converts an entity given in words to one given in characters. */
  public static Entity of(Sentence sentence, Span words, OptionalDouble confidence) {
    int start = sentence.spans().get(words.start()).start();
    int end = sentence.spans().get(words.end() - 1).end();
    return new Entity(new CharSpan(start, end), words.type(), confidence);
  }

  /**
   * The entities of a text without those that overlap with one before; words of one CoNLL-U token
   * have the same characters.
   *
   * @param entities in the order of their characters
   */
  public static List<Entity> apart(List<Entity> entities) {
    List<Entity> apart = new ArrayList<>(entities.size());
    int free = 0;
    for (Entity entity : entities) {
      if (entity.characters.start() >= free) {
        free = entity.characters.end();
        apart.add(entity);
      }
    }
    return apart;
  }
}

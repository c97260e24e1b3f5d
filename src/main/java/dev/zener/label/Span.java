package dev.zener.label;

import java.util.ArrayList;
import java.util.List;

/**
 * An entity: the words [start, end) of a sentence and their type.
 *
 * @param start the index of the first word, from 0
 * @param end the index after the last word
 * @param type the entity type, such as PER
 */
public record Span(int start, int end, String type) {
  public Span {
    if (start < 0 || end <= start || type.isEmpty()) {
      throw new IllegalArgumentException(
          "Span [" + start + ", " + end + ") '" + type + "': needs 0 <= start < end and a type");
    }
  }

  /** The number of words. */
  public int length() {
    return end - start;
  }

  /**
   * Decodes the entities of a sentence's tags, from left to right, as conlleval does. The tags may
   * be of any scheme, and no transition is an error ({@code I-X} after {@code O} starts an entity).
   *
   * @throws InputException if a string is not a tag
   */
  public static List<Span> decode(List<String> tags) {
    return decodeTags(tags.stream().map(Tag::parse).toList());
  }

  static List<Span> decodeTags(List<Tag> tags) {
    List<Span> spans = new ArrayList<>();
    Tag previous = Tag.OUTSIDE;
    int start = 0;
    for (int i = 0; i < tags.size(); i++) {
      Tag tag = tags.get(i);
      boolean opens = tag.opensAfter(previous);
      if (previous.inEntity() && (opens || !tag.inEntity())) {
        spans.add(new Span(start, i, previous.type()));
      }
      start = opens ? i : start;
      previous = tag;
    }
    if (previous.inEntity()) {
      spans.add(new Span(start, tags.size(), previous.type()));
    }
    return spans;
  }
}

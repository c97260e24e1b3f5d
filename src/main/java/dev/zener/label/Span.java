package dev.zener.label;

import java.util.ArrayList;
import java.util.List;

/**
 * An entity: the words [start, end) of a sentence and their type.
 *
 * @param start first word, from 0
 * @param end behind the last word
 */
public record Span(int start, int end, String type) {
  public Span {
    if (start < 0 || end <= start || type.isEmpty()) {
      throw new IllegalArgumentException(
          "Span [" + start + ", " + end + ") '" + type + "': needs 0 <= start < end and a type");
    }
  }

  /** Number of words. */
  public int length() {
    return end - start;
  }

  /**
   * The entities that a sentence's tags spell, from left to right, read as conlleval reads them: in
   * whatever scheme, and never failing on a transition ({@code I-X} after {@code O} opens an
   * entity).
   *
   * @throws InputException when a string is no tag at all
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

package dev.zener.metric;

import dev.zener.label.Scheme;
import dev.zener.label.Span;
import dev.zener.label.Tag;
import dev.zener.label.Tag.Role;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the entities of a sentence as seqeval does in its strict mode: an entity is only what a
 * scheme spells with legal tags. In contrast, {@link Span#decode} makes an entity of any tags.
 */
final class StrictSpans {
  private StrictSpans() {}

  /**
   * The entities from left to right.
   *
   * @throws InputException if a tag is not one of the scheme
   */
  static List<Span> decode(Scheme scheme, List<String> names) {
    List<Tag> tags = names.stream().map(name -> tag(scheme, name)).toList();
    List<Span> spans = new ArrayList<>();
    int i = 0;
    while (i < tags.size()) {
      if (!starts(scheme, i == 0 ? Tag.OUTSIDE : tags.get(i - 1), tags.get(i))) {
        i++;
        continue;
      }
      int end = i + 1;
      while (end < tags.size() && continues(tags.get(end - 1), tags.get(end))) {
        end++;
      }
      Tag next = end < tags.size() ? tags.get(end) : Tag.OUTSIDE;
      if (ends(scheme, tags.get(end - 1), next)) {
        spans.add(new Span(i, end, tags.get(i).type()));
      }
      i = end;
    }
    return spans;
  }

  private static Tag tag(Scheme scheme, String name) {
    Tag tag = Tag.parse(name);
    if (!scheme.has(tag)) {
      throw new InputException(
          "'%s' is not a tag of %s; allowed: %s".formatted(name, scheme, scheme.allowed()));
    }
    return tag;
  }

  /** Whether an entity starts with {@code tag}, the tag before which is {@code previous}. */
  private static boolean starts(Scheme scheme, Tag previous, Tag tag) {
    return switch (scheme) {
      case IOB2 -> tag.role() == Role.B;
      case BIOES -> tag.role() == Role.B || tag.role() == Role.S;
      case IOB1 ->
          // the caller has taken each I-X that continues an entity
          tag.role() == Role.I && (previous.role() != Role.I || !previous.type().equals(tag.type()))
              || tag.role() == Role.B && previous.type().equals(tag.type());
      default -> throw new InputException(scheme + " cannot be scored strictly");
    };
  }

  private static boolean continues(Tag previous, Tag tag) {
    return (previous.role() == Role.B || previous.role() == Role.I)
        && (tag.role() == Role.I || tag.role() == Role.E)
        && previous.type().equals(tag.type());
  }

  /**
   * Whether an entity may end with {@code last}, if {@code next}, O at the end of the sentence,
   * does not continue it.
   */
  private static boolean ends(Scheme scheme, Tag last, Tag next) {
    return switch (scheme) {
      case IOB2 -> true;
      case BIOES -> last.role() == Role.E || last.role() == Role.S;
      case IOB1 -> // as in seqeval, B-Y after B-X spoils both
          last.role() == Role.I || next.role() != Role.B || last.type().equals(next.type());
      default -> throw new InputException(scheme + " cannot be scored strictly");
    };
  }
}

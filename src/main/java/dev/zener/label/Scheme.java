package dev.zener.label;

import dev.zener.label.Tag.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** How entities are spelled as one tag a word. */
public enum Scheme {
  /** Every entity opens with B-X and goes on with I-X. The program's own scheme. */
  IOB2(Role.O, Role.B, Role.I) {
    @Override
    Optional<String> objection(Tag previous, Tag tag) {
      return when(
          tag.role() == Role.I && tag.opensAfter(previous),
          () -> tag + " after " + previous + "; an entity opens with B-" + tag.type());
    }

    @Override
    Role role(Span span, int word, boolean touching) {
      return word == span.start() ? Role.B : Role.I;
    }
  },

  /** I-X all along; B-X only where an entity follows another of its type at once. */
  IOB1(Role.O, Role.B, Role.I) {
    @Override
    Optional<String> objection(Tag previous, Tag tag) {
      return when(
          tag.role() == Role.B && !previous.type().equals(tag.type()),
          () -> tag + " after " + previous + "; B- only parts two touching entities of one type");
    }

    @Override
    Role role(Span span, int word, boolean touching) {
      return touching && word == span.start() ? Role.B : Role.I;
    }
  },

  /** B-X I-X E-X, and S-X for an entity of one word. */
  BIOES(Role.values()) {
    @Override
    Optional<String> objection(Tag previous, Tag tag) {
      boolean goesOn = tag.role() == Role.I || tag.role() == Role.E;
      if (goesOn && tag.opensAfter(previous)) {
        return Optional.of(tag + " after " + previous + "; an entity opens with B- or S-");
      }
      return when(
          previous.mayGoOn() && !goesOn, () -> tag + " after " + previous + ", which needs E-");
    }

    @Override
    Optional<String> objectionAtEnd(Tag last) {
      return when(
          last.mayGoOn(), () -> "the sentence ends inside an entity; its last word needs E-");
    }

    @Override
    Role role(Span span, int word, boolean touching) {
      if (span.length() == 1) {
        return Role.S;
      }
      return word == span.start() ? Role.B : word == span.end() - 1 ? Role.E : Role.I;
    }
  };

  private final Set<Role> roles;

  Scheme(Role... roles) {
    this.roles = Collections.unmodifiableSet(EnumSet.copyOf(Arrays.asList(roles)));
  }

  /**
   * What is wrong with {@code tag} behind {@code previous} (O at the start), both of this scheme.
   */
  abstract Optional<String> objection(Tag previous, Tag tag);

  /** What is wrong with a sentence that ends on {@code last}. */
  Optional<String> objectionAtEnd(Tag last) {
    return Optional.empty();
  }

  /**
   * @param touching whether an entity of the same type ends where this one starts
   */
  abstract Role role(Span span, int word, boolean touching);

  /** The reason is a supplier, as almost every word is right and needs none. */
  private static Optional<String> when(boolean wrong, Supplier<String> reason) {
    return wrong ? Optional.of(reason.get()) : Optional.empty();
  }

  /**
   * Every tag of a sentence that this scheme does not allow, from left to right; at most one a
   * word.
   */
  public List<Violation> violations(List<String> tags) {
    List<Violation> found = new ArrayList<>();
    Tag previous = Tag.OUTSIDE;
    for (int i = 0; i < tags.size(); i++) {
      Optional<Tag> tag = Tag.find(tags.get(i)).filter(t -> roles.contains(t.role()));
      Optional<String> reason = reason(previous, tag);
      previous = tag.orElse(Tag.OUTSIDE);
      if (reason.isEmpty() && i == tags.size() - 1) {
        reason = objectionAtEnd(previous);
      }
      int index = i;
      reason.ifPresent(r -> found.add(new Violation(index, tags.get(index), r)));
    }
    return found;
  }

  private Optional<String> reason(Tag previous, Optional<Tag> tag) {
    return tag.isPresent()
        ? objection(previous, tag.get())
        : Optional.of("no tag of " + this + "; allowed: " + allowed());
  }

  /** The tags of this scheme as a message lists them, such as {@code O, B-X, I-X}. */
  public String allowed() {
    List<String> names = new ArrayList<>();
    roles.forEach(role -> names.add(role == Role.O ? "O" : role + "-X"));
    return String.join(", ", names);
  }

  /**
   * Passes legal tags.
   *
   * @throws InputException for the first illegal tag, with its position and value
   */
  public void check(List<String> tags) {
    for (Violation violation : violations(tags)) {
      throw new InputException(violation.toString());
    }
  }

  /**
   * Makes tags legal: what they spell in conlleval's reading, written properly. What is no tag at
   * all becomes O.
   */
  public Repair repair(List<String> tags) {
    int count = violations(tags).size();
    if (count == 0) {
      return new Repair(tags, 0);
    }
    List<Tag> readable = tags.stream().map(t -> Tag.find(t).orElse(Tag.OUTSIDE)).toList();
    return new Repair(encode(tags.size(), Span.decodeTags(readable)), count);
  }

  /**
   * The tags of a sentence of {@code length} words.
   *
   * @param spans from left to right, none overlapping
   */
  public List<String> encode(int length, List<Span> spans) {
    List<String> tags = new ArrayList<>(Collections.nCopies(length, Tag.OUTSIDE.toString()));
    Span previous = null;
    for (Span span : spans) {
      int free = previous == null ? 0 : previous.end();
      if (span.start() < free || span.end() > length) {
        throw new IllegalArgumentException(
            span
                + " does not fit: spans go from left to right within ["
                + free
                + ", "
                + length
                + ")");
      }
      boolean touching =
          previous != null && previous.end() == span.start() && previous.type().equals(span.type());
      for (int word = span.start(); word < span.end(); word++) {
        tags.set(word, new Tag(role(span, word, touching), span.type()).toString());
      }
      previous = span;
    }
    return tags;
  }

  /**
   * A sentence's tags in another scheme.
   *
   * @throws InputException when they are not legal in this one
   */
  public List<String> convert(List<String> tags, Scheme target) {
    check(tags);
    return this == target ? List.copyOf(tags) : target.encode(tags.size(), Span.decode(tags));
  }

  /**
   * The scheme that objects to the fewest tags of a corpus; of equals the first of IOB2, IOB1,
   * BIOES. A legal corpus is always read right: where two schemes allow it, it spells the same
   * entities in both.
   */
  public static Scheme detect(Iterable<List<String>> sentences) {
    long[] objections = new long[values().length];
    for (List<String> tags : sentences) {
      for (Scheme scheme : values()) {
        objections[scheme.ordinal()] += scheme.violations(tags).size();
      }
    }
    Scheme best = IOB2;
    for (Scheme scheme : values()) {
      best = objections[scheme.ordinal()] < objections[best.ordinal()] ? scheme : best;
    }
    return best;
  }
}

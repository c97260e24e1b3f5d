package dev.zener.label;

import dev.zener.label.Tag.Role;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntBiFunction;

/** Schemes that encode entities with one tag per word. */
public enum Scheme {
  /** An entity starts with B-X and continues with I-X. Zener uses this scheme internally. */
  IOB2(Role.O, Role.B, Role.I) {
    @Override
    boolean mayFollow(Tag previous, Tag tag) {
      return tag.role() != Role.I || !tag.opensAfter(previous);
    }

    @Override
    String objection(Tag previous, Tag tag) {
      return tag + " after " + previous + "; an entity begins with B-" + tag.type();
    }

    @Override
    Role role(Span span, int word, boolean touching) {
      return word == span.start() ? Role.B : Role.I;
    }
  },

  /** All words have I-X; only an entity right after another of its type starts with B-X. */
  IOB1(Role.O, Role.B, Role.I) {
    @Override
    boolean mayFollow(Tag previous, Tag tag) {
      return tag.role() != Role.B || previous.type().equals(tag.type());
    }

    @Override
    String objection(Tag previous, Tag tag) {
      return tag + " after " + previous + "; B- only separates two adjacent entities of one type";
    }

    @Override
    Role role(Span span, int word, boolean touching) {
      return touching && word == span.start() ? Role.B : Role.I;
    }
  },

  /** B-X I-X E-X, and S-X for an entity of one word. */
  BIOES(Role.values()) {
    @Override
    boolean mayFollow(Tag previous, Tag tag) {
      return goesOn(tag) ? !tag.opensAfter(previous) : !previous.mayGoOn();
    }

    @Override
    String objection(Tag previous, Tag tag) {
      String remedy =
          goesOn(tag) ? "an entity begins with B- or S-" : "E- must end the entity first";
      return tag + " after " + previous + "; " + remedy;
    }

    private static boolean goesOn(Tag tag) {
      return tag.role() == Role.I || tag.role() == Role.E;
    }

    @Override
    boolean mayEnd(Tag last) {
      return !last.mayGoOn();
    }

    @Override
    Role role(Span span, int word, boolean touching) {
      if (span.length() == 1) {
        return Role.S;
      }
      return word == span.start() ? Role.B : word == span.end() - 1 ? Role.E : Role.I;
    }
  },

  /** All words have I-X, so two entities of one type that touch are one. */
  IO(Role.O, Role.I) {
    @Override
    boolean mayFollow(Tag previous, Tag tag) {
      return true;
    }

    @Override
    String objection(Tag previous, Tag tag) {
      throw new IllegalStateException("IO has no illegal order: " + tag + " after " + previous);
    }

    @Override
    Role role(Span span, int word, boolean touching) {
      return Role.I;
    }
  };

  /** Names of BIOES with other letters; the letters are found from the tags themselves. */
  private static final Map<String, Scheme> OTHER_NAMES =
      Map.of("bilou", BIOES, "bmes", BIOES, "bmewo", BIOES);

  /** The spellings of all schemes in settings. */
  public static final List<String> KEYS =
      List.of("iob2", "iob1", "bioes", "io", "bilou", "bmes", "bmewo");

  private final Set<Role> roles;

  /** The same by ordinal, since every tag is looked up. */
  private final boolean[] hasRole = new boolean[Role.values().length];

  Scheme(Role... roles) {
    this.roles = Collections.unmodifiableSet(EnumSet.copyOf(Arrays.asList(roles)));
    this.roles.forEach(role -> hasRole[role.ordinal()] = true);
  }

  /** The scheme that a setting names, in any case; empty if none has that name. */
  public static Optional<Scheme> ofKey(String key) {
    String name = key.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(scheme -> scheme.key().equals(name))
        .findFirst()
        .or(() -> Optional.ofNullable(OTHER_NAMES.get(name)));
  }

  /** The spelling of the scheme in settings. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether {@code tag} may follow {@code previous} (O at the start of a sentence). Both tags are
   * of this scheme.
   */
  abstract boolean mayFollow(Tag previous, Tag tag);

  /** The reason why a tag that may not follow another must not. */
  abstract String objection(Tag previous, Tag tag);

  /** Whether a sentence may end with a tag of this scheme. */
  boolean mayEnd(Tag last) {
    return true;
  }

  /**
   * The role of a word in an entity.
   *
   * @param touching whether an entity of the same type ends where this one starts
   */
  abstract Role role(Span span, int word, boolean touching);

  /**
   * All tags of a sentence that are invalid in this scheme, from left to right, at most one
   * violation per word.
   */
  public List<Violation> violations(List<String> tags) {
    List<Violation> found = new ArrayList<>();
    Tag previous = Tag.OUTSIDE;
    for (int i = 0; i < tags.size(); i++) {
      int index = i;
      Optional<Tag> tag = Tag.find(tags.get(i)).filter(this::has);
      problem(previous, tag, i == tags.size() - 1)
          .ifPresent(reason -> found.add(new Violation(index, tags.get(index), reason)));
      previous = tag.orElse(Tag.OUTSIDE);
    }
    return found;
  }

  private Optional<String> problem(Tag previous, Optional<Tag> tag, boolean last) {
    if (tag.isEmpty()) {
      return Optional.of("not a tag of " + this + "; allowed: " + allowed());
    }
    if (!mayFollow(previous, tag.get())) {
      return Optional.of(objection(previous, tag.get()));
    }
    return last && !mayEnd(tag.get())
        ? Optional.of("the sentence ends inside an entity; its last word needs E-")
        : Optional.empty();
  }

  /** The number of {@link #violations} of a sentence. */
  int illegal(List<WrittenTag> tags) {
    int illegal = 0;
    Tag previous = Tag.OUTSIDE;
    for (int i = 0; i < tags.size(); i++) {
      Tag tag = tags.get(i).tag();
      if (!tag.inEntity() && !previous.inEntity()) {
        continue; // most words are outside entities, which every scheme allows
      }
      boolean known = has(tag);
      boolean legal = known && mayFollow(previous, tag) && (i < tags.size() - 1 || mayEnd(tag));
      illegal += legal ? 0 : 1;
      previous = known ? tag : Tag.OUTSIDE;
    }
    return illegal;
  }

  /** Whether this scheme has the role of a tag. */
  public boolean has(Tag tag) {
    return hasRole[tag.role().ordinal()];
  }

  /** The tags of this scheme for messages, such as {@code O, B-X, I-X}. */
  public String allowed() {
    List<String> names = new ArrayList<>();
    roles.forEach(role -> names.add(role == Role.O ? "O" : role + "-X"));
    return String.join(", ", names);
  }

  /**
   * Checks that all tags are valid.
   *
   * @throws InputException for the first invalid tag, with its position and value
   */
  public void check(List<String> tags) {
    if (this == IOB2 && isIob2(tags)) {
      return;
    }
    for (Violation violation : violations(tags)) {
      throw new InputException(violation.toString());
    }
  }

  /** Whether tags are valid IOB2, without parsing them, because every sentence is checked so. */
  private static boolean isIob2(List<String> tags) {
    String previous = Tag.OUTSIDE.toString();
    for (String tag : tags) {
      boolean entity = tag.length() > 2 && tag.charAt(1) == '-';
      boolean legal =
          tag.equals("O")
              || entity && (tag.charAt(0) == 'B' || tag.charAt(0) == 'I' && goesOn(previous, tag));
      if (!legal) {
        return false;
      }
      previous = tag;
    }
    return true;
  }

  private static boolean goesOn(String previous, String inside) {
    int length = inside.length();
    return previous.length() == length && previous.regionMatches(1, inside, 1, length - 1);
  }

  /**
   * Repairs invalid tags: decodes the entities as conlleval does and encodes them in this scheme.
   *
   * @throws InputException if a string is not a tag
   */
  public Repair repair(List<String> tags) {
    int count = violations(tags).size();
    if (count == 0) {
      return new Repair(tags, 0);
    }
    return new Repair(encode(tags.size(), Span.decode(tags)), count);
  }

  /**
   * Encodes the entities of a sentence of {@code length} words as tags. IO cannot separate entities
   * of one type that touch.
   *
   * @param spans the entities, from left to right, without overlaps
   */
  public List<String> encode(int length, List<Span> spans) {
    String[] tags = new String[length];
    Arrays.fill(tags, Tag.OUTSIDE.toString());
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
        tags[word] = new Tag(role(span, word, touching), span.type()).toString();
      }
      previous = span;
    }
    return List.of(tags);
  }

  /**
   * Converts a sentence's tags to another scheme.
   *
   * @throws InputException if they are not valid in this scheme
   */
  public List<String> convert(List<String> tags, Scheme target) {
    check(tags);
    return this == target ? List.copyOf(tags) : target.encode(tags.size(), Span.decode(tags));
  }

  /**
   * Detects the scheme in which the fewest tags of a corpus are invalid; of equal schemes, the
   * first of IOB2, IOB1, BIOES, IO. A valid corpus is always read correctly: if it is valid in two
   * schemes, it encodes the same entities in both.
   */
  public static Scheme detect(Iterable<List<String>> sentences) {
    return best(sentences, (scheme, tags) -> scheme.violations(tags).size());
  }

  /** As {@link #detect}, of tags that are understood. */
  static Scheme detectOf(Iterable<List<WrittenTag>> sentences) {
    return best(sentences, Scheme::illegal);
  }

  private static <T> Scheme best(
      Iterable<List<T>> sentences, ToIntBiFunction<Scheme, List<T>> illegal) {
    Scheme best = IOB2;
    long fewest = Long.MAX_VALUE;
    for (Scheme scheme : values()) {
      long objections = fewest == 0 ? 0 : objections(scheme, sentences, illegal);
      if (objections < fewest) {
        best = scheme;
        fewest = objections;
      }
    }
    return best;
  }

  private static <T> long objections(
      Scheme scheme, Iterable<List<T>> sentences, ToIntBiFunction<Scheme, List<T>> illegal) {
    long objections = 0;
    for (List<T> tags : sentences) {
      objections += illegal.applyAsInt(scheme, tags);
    }
    return objections;
  }
}

package dev.zener.label;

import dev.zener.label.Tag.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How tags are written, apart from their scheme. It is found from all tags of a corpus, or all
 * labels of a model, because a single tag can often be read in several ways.
 *
 * @param form the order of role and type
 * @param separator the character between role and type; not used without both
 * @param letters the letter of each role that occurs, in upper case; tags may have either case
 */
public record Notation(Form form, char separator, Map<Role, Character> letters) {
  /** The order of role and type in a tag. */
  public enum Form {
    /** {@code B-PER}. */
    PREFIX,
    /** {@code PER-B}. */
    SUFFIX,
    /** {@code B}, without a type. */
    UNTYPED,
    /** {@code PER}, without a role. */
    BARE
  }

  /** The type of the entities of tags without types. */
  public static final String UNTYPED_TYPE = "ENTITY";

  /** The roles of letters: those of Zener, and L, U of BILOU, M of BMES, M, W of BMEWO. */
  private static final Map<Character, Role> ROLES =
      Map.of(
          'B', Role.B, 'I', Role.I, 'M', Role.I, 'E', Role.E, 'L', Role.E, 'S', Role.S, 'U', Role.S,
          'W', Role.S);

  private static final List<Role> IN_ENTITY = List.of(Role.B, Role.I, Role.E, Role.S);

  /** The notation of canonical tags. */
  private static final Notation USUAL = new Notation(Form.PREFIX, '-', Map.of());

  /** The notations of both role and type; of those that read equally many tags, the first. */
  private static final List<Notation> COMPLETE =
      List.of(
          USUAL,
          new Notation(Form.PREFIX, '_', Map.of()),
          new Notation(Form.SUFFIX, '-', Map.of()),
          new Notation(Form.SUFFIX, '_', Map.of()));

  private static final Notation UNTYPED = new Notation(Form.UNTYPED, '-', Map.of());
  private static final Notation BARE = new Notation(Form.BARE, '-', Map.of());

  public Notation {
    letters = Map.copyOf(letters);
  }

  /** The two parts of a tag that is not O. */
  private record Parts(char letter, String type) {
    Optional<Role> role() {
      return Optional.ofNullable(ROLES.get(letter));
    }

    boolean hasRole() {
      return ROLES.containsKey(letter);
    }
  }

  /**
   * Finds the notation that reads the most of some tags. Tags that it does not read are errors, see
   * {@link #find}.
   *
   * <p>Tags without a role are bare types only if all are: if one has a role, the others lack
   * theirs. Those that begin like the role of an entity's end, such as {@code e-mail}, are bare
   * types too, because no entity begins with this role. O must be among them, since a column
   * without it, such as parts of speech, has no entities.
   *
   * @param counts the number of times that each distinct tag occurs
   */
  public static Notation of(Map<String, Long> counts) {
    Map<String, Long> inside = new LinkedHashMap<>(counts);
    inside.keySet().removeIf(Notation::isOutside);
    Notation best = USUAL;
    for (Notation notation : COMPLETE) {
      best = notation.read(inside) > best.read(inside) ? notation : best;
    }
    if (best.read(inside) > 0) {
      return best.areTypesThatLookLikeRoles(inside, counts) ? BARE : best.withLetters(inside);
    }
    if (areRolesAlone(inside.keySet())) {
      return UNTYPED.withLetters(inside);
    }
    boolean typesAlone =
        inside.size() < counts.size() && inside.keySet().stream().allMatch(Notation::isBareType);
    return typesAlone && !inside.isEmpty() ? BARE : USUAL;
  }

  /**
   * Finds the notation of tags whose scheme was named as IO. Types without roles may then look like
   * a role and a type, such as {@code s-bahn}, unless most tags have a role, or a type is there
   * with a role and without one.
   */
  static Notation ofIo(Map<String, Long> counts) {
    Notation found = of(counts);
    Map<String, Long> inside = new LinkedHashMap<>(counts);
    inside.keySet().removeIf(Notation::isOutside);
    long tags = 0;
    boolean begun = false;
    for (Map.Entry<String, Long> tag : inside.entrySet()) {
      Optional<Parts> read = found.parts(tag.getKey()).filter(Parts::hasRole);
      if (read.isPresent() ? inside.containsKey(read.get().type) : !isBareType(tag.getKey())) {
        return found;
      }
      tags += tag.getValue();
      begun |= read.isPresent() && read.get().role().get() != Role.E;
    }
    boolean outside = inside.size() < counts.size();
    return outside && (!begun || 2 * found.read(inside) <= tags) ? BARE : found;
  }

  /** The notation of some tags, each counted as often as it occurs. */
  public static Notation of(Collection<String> tags) {
    Map<String, Long> counts =
        tags.stream()
            .collect(Collectors.groupingBy(t -> t, LinkedHashMap::new, Collectors.counting()));
    return of(counts);
  }

  private static boolean isOutside(String text) {
    return text.equalsIgnoreCase(Tag.OUTSIDE.toString());
  }

  private long read(Map<String, Long> counts) {
    long read = 0;
    for (Map.Entry<String, Long> tag : counts.entrySet()) {
      read += parts(tag.getKey()).filter(Parts::hasRole).isPresent() ? tag.getValue() : 0;
    }
    return read;
  }

  /**
   * Whether some have no role, and the others only that of an entity's end. If the type of one of
   * these is a type without a role too, as in PER and E-PER, a role is missing.
   */
  private boolean areTypesThatLookLikeRoles(Map<String, Long> inside, Map<String, Long> counts) {
    boolean bare = false;
    for (String tag : inside.keySet()) {
      Optional<Parts> read = parts(tag).filter(Parts::hasRole);
      boolean type =
          read.isPresent()
              ? read.get().role().get() == Role.E && !inside.containsKey(read.get().type)
              : isBareType(tag);
      if (!type) {
        return false;
      }
      bare |= read.isEmpty();
    }
    return bare && inside.size() < counts.size();
  }

  private static boolean areRolesAlone(Collection<String> tags) {
    boolean begun = false;
    for (String tag : tags) {
      Optional<Role> role = UNTYPED.parts(tag).flatMap(Parts::role);
      if (role.isEmpty()) {
        return false;
      }
      begun |= role.get() != Role.E;
    }
    return begun;
  }

  /** Whether a tag may be a type alone; B, I and X-PER look like a role, or a role and a type. */
  static boolean isBareType(String tag) {
    boolean role = tag.equalsIgnoreCase("B") || tag.equalsIgnoreCase("I");
    boolean parted =
        tag.length() > 1
            && "BIESLUMW".indexOf(Character.toUpperCase(tag.charAt(0))) >= 0
            && !Character.isLetterOrDigit(tag.charAt(1));
    boolean prefix = COMPLETE.stream().anyMatch(n -> n.form == Form.PREFIX && n.divides(tag));
    return !role && !parted && !prefix && tag.codePoints().anyMatch(Character::isLetter);
  }

  /** Whether a letter and the separator are where this notation has the role. */
  private boolean divides(String tag) {
    return parts(tag).filter(parts -> Character.isLetter(parts.letter)).isPresent();
  }

  /** A copy with the most frequent letter of each role. */
  private Notation withLetters(Map<String, Long> counts) {
    Map<Character, Long> frequency = new LinkedHashMap<>();
    counts.forEach(
        (tag, count) ->
            parts(tag)
                .filter(Parts::hasRole)
                .ifPresent(parts -> frequency.merge(parts.letter, count, Long::sum)));
    Map<Role, Character> chosen = new EnumMap<>(Role.class);
    frequency.forEach(
        (letter, count) ->
            chosen.merge(
                ROLES.get(letter),
                letter,
                (old, other) -> frequency.get(other) > frequency.get(old) ? other : old));
    return new Notation(form, separator, chosen);
  }

  private Optional<Parts> parts(String tag) {
    int length = tag.length();
    return switch (form) {
      case PREFIX ->
          length < 3 || tag.charAt(1) != separator
              ? Optional.empty()
              : Optional.of(new Parts(upper(tag.charAt(0)), tag.substring(2)));
      case SUFFIX ->
          length < 3 || tag.charAt(length - 2) != separator
              ? Optional.empty()
              : Optional.of(new Parts(upper(tag.charAt(length - 1)), tag.substring(0, length - 2)));
      case UNTYPED ->
          length == 1
              ? Optional.of(new Parts(upper(tag.charAt(0)), UNTYPED_TYPE))
              : Optional.empty();
      case BARE -> length == 0 ? Optional.empty() : Optional.of(new Parts('I', tag));
    };
  }

  /** Only ASCII letters are roles, so that no other letter becomes one in upper case. */
  private static char upper(char letter) {
    return letter >= 'a' && letter <= 'z' ? (char) (letter - 'a' + 'A') : letter;
  }

  /** The tag that a text means; empty if it means none in this notation. */
  public Optional<Tag> find(String text) {
    if (isOutside(text)) {
      return Optional.of(Tag.OUTSIDE);
    }
    return parts(text)
        .flatMap(
            parts ->
                parts
                    .role()
                    .filter(role -> letter(role) == parts.letter || form == Form.BARE)
                    .map(role -> new Tag(role, parts.type)));
  }

  /** The letter of a role in this notation: by default that of Zener. */
  private char letter(Role role) {
    return letters.getOrDefault(role, role.name().charAt(0));
  }

  /** The reason why a text means no tag in this notation, and what is allowed. */
  public String objection(String text) {
    if (text.isEmpty()) {
      return "empty; a word outside entities has the tag O";
    }
    if (form != Form.BARE && divides(text)) {
      char letter = text.charAt(form == Form.SUFFIX ? text.length() - 1 : 0);
      return "unknown letter '%s' in '%s'; allowed: %s".formatted(letter, text, allowed());
    }
    return "not a tag like the others; allowed: " + allowed();
  }

  /** The tags of this notation for messages, such as {@code O, B-X, I-X, L-X, U-X}. */
  private String allowed() {
    List<String> tags = new ArrayList<>(List.of("O"));
    if (form == Form.BARE) {
      tags.add("X");
    } else {
      IN_ENTITY.forEach(role -> tags.add(example(letter(role), "X")));
    }
    return String.join(", ", tags);
  }

  private String example(char letter, String type) {
    return switch (form) {
      case PREFIX -> letter + "" + separator + type;
      case SUFFIX -> type + separator + letter;
      case UNTYPED -> String.valueOf(letter);
      case BARE -> type;
    };
  }

  /** What differs from canonical tags, for people; empty if nothing does. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (form == Form.BARE) {
      parts.add("bare types");
    } else if (form == Form.UNTYPED) {
      parts.add("no types");
    } else if (form == Form.SUFFIX || separator != '-') {
      parts.add("written as " + example(letter(Role.B), "PER"));
    }
    boolean own = IN_ENTITY.stream().allMatch(role -> letter(role) == role.name().charAt(0));
    if (!own) {
      TreeSet<String> names = new TreeSet<>(List.of("O"));
      letters.values().forEach(letter -> names.add(letter.toString()));
      parts.add("letters " + String.join(" ", names));
    }
    return String.join(", ", parts);
  }
}

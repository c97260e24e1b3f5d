package dev.zener.label;

import dev.zener.problem.InputException;
import java.util.Objects;
import java.util.Optional;

/**
 * The tag of a word: the word's role in an entity, and the entity's type.
 *
 * @param role the role of the word
 * @param type the entity's type, any text such as {@code creative-work}; empty only for {@code O}
 */
public record Tag(Role role, String type) {
  /** The role of a word: outside, beginning, inside, end, single-word entity. */
  public enum Role {
    O,
    B,
    I,
    E,
    S
  }

  public static final Tag OUTSIDE = new Tag(Role.O, "");

  public Tag {
    Objects.requireNonNull(role, "role");
    if ((role == Role.O) != type.isEmpty()) {
      throw new IllegalArgumentException(
          "Tag " + role + " with type '" + type + "': O has no type, any other role needs one");
    }
  }

  /** Parses a tag; empty if {@code text} is not a tag. */
  public static Optional<Tag> find(String text) {
    if (text.equals("O")) {
      return Optional.of(OUTSIDE);
    }
    if (text.length() < 3 || text.charAt(1) != '-') {
      return Optional.empty();
    }
    return role(text.charAt(0)).map(role -> new Tag(role, text.substring(2)));
  }

  /**
   * Parses a tag.
   *
   * @throws InputException if {@code text} is not a tag
   */
  public static Tag parse(String text) {
    return find(text)
        .orElseThrow(
            () ->
                new InputException(
                    "'" + text + "' is not a valid tag; allowed: O, B-X, I-X, E-X, S-X"));
  }

  private static Optional<Role> role(char letter) {
    return switch (letter) {
      case 'B' -> Optional.of(Role.B);
      case 'I' -> Optional.of(Role.I);
      case 'E' -> Optional.of(Role.E);
      case 'S' -> Optional.of(Role.S);
      default -> Optional.empty();
    };
  }

  /** Whether the word is part of an entity. */
  public boolean inEntity() {
    return role != Role.O;
  }

  /**
   * Whether this tag starts an entity if it follows {@code previous}, as in conlleval: B and S
   * always do; I and E do if they do not continue an entity of their type.
   */
  boolean opensAfter(Tag previous) {
    return switch (role) {
      case O -> false;
      case B, S -> true;
      case I, E -> !previous.mayGoOn() || !previous.type.equals(type);
    };
  }

  /** Whether the entity of this tag may continue with the next word. */
  boolean mayGoOn() {
    return role == Role.B || role == Role.I;
  }

  @Override
  public String toString() {
    return role == Role.O ? "O" : role + "-" + type;
  }
}

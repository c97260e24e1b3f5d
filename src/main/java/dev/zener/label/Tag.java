package dev.zener.label;

import java.util.Objects;
import java.util.Optional;

/**
 * One word's tag: where in an entity the word stands, and the entity's type.
 *
 * @param type the entity's type, free text such as {@code creative-work}; empty for {@code O} alone
 */
public record Tag(Role role, String type) {
  /** Outside, beginning, inside, end, single word. */
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

  /** The tag that {@code text} spells, or nothing when it spells none. */
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
   * The tag that {@code text} spells.
   *
   * @throws InputException when it spells none
   */
  public static Tag parse(String text) {
    return find(text)
        .orElseThrow(
            () -> new InputException("'" + text + "' is no tag; allowed: O, B-X, I-X, E-X, S-X"));
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
   * Whether this tag opens an entity when {@code previous} stands before it, as conlleval reads it:
   * B and S always do, I and E do when there is nothing of their type to go on with.
   */
  boolean opensAfter(Tag previous) {
    return switch (role) {
      case O -> false;
      case B, S -> true;
      case I, E -> !previous.mayGoOn() || !previous.type.equals(type);
    };
  }

  /** Whether the entity of this tag is still open behind it. */
  boolean mayGoOn() {
    return role == Role.B || role == Role.I;
  }

  @Override
  public String toString() {
    return role == Role.O ? "O" : role + "-" + type;
  }
}

package dev.zener.format;

import java.util.Locale;

/** What a string looks like, to tell the column of tags from other columns. */
enum TagShape {
  /** The tag of words outside entities. */
  OUTSIDE,
  /** A role with a type ({@code B-PER}, {@code PER_B}), or a role alone ({@code B}). */
  ENTITY,
  OTHER;

  /** The letters of all schemes: beginning, inside, end, single, last, unit, middle, whole. */
  private static final String ROLES = "BIESLUMW";

  static TagShape of(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.equals("O")) {
      return OUTSIDE;
    }
    int n = upper.length();
    boolean entity =
        n == 1 && role(upper.charAt(0))
            || n > 2 && role(upper.charAt(0)) && joint(upper.charAt(1))
            || n > 2 && role(upper.charAt(n - 1)) && joint(upper.charAt(n - 2));
    return entity ? ENTITY : OTHER;
  }

  private static boolean role(char letter) {
    return ROLES.indexOf(letter) >= 0;
  }

  private static boolean joint(char character) {
    return character == '-' || character == '_';
  }
}

package dev.zener.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests an allowed word for a mistyped one. */
public final class Nearest {
  private Nearest() {}

  /** The allowed word with the fewest edits, if they are few enough for a typing error. */
  static Optional<String> to(String word, Collection<String> allowed) {
    int most = Math.max(2, word.length() / 3);
    return allowed.stream()
        .min(Comparator.comparingInt(candidate -> edits(word, candidate)))
        .filter(candidate -> edits(word, candidate) <= most);
  }

  /** The text " (did you mean 'batch'?)", or an empty one if no allowed word is near. */
  public static String hint(String word, Collection<String> allowed) {
    return to(word, allowed).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  /** The Levenshtein distance, ignoring case. */
  private static int edits(String a, String b) {
    String left = a.toLowerCase(Locale.ROOT);
    String right = b.toLowerCase(Locale.ROOT);
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[right.length()];
  }
}

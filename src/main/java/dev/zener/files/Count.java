package dev.zener.files;

import java.util.Map;
import java.util.StringJoiner;

/** Says how many there are of something, in the plural or for one in the singular. */
public final class Count {
  /** The singular of verbs of the relative clauses that count phrases have. */
  private static final Map<String, String> VERBS =
      Map.of(
          "are",
          "is",
          "were",
          "was",
          "do",
          "does",
          "go",
          "goes",
          "share",
          "shares",
          "differ",
          "differs",
          "overlap",
          "overlaps",
          "end",
          "ends",
          "occur",
          "occurs");

  private static final Map<String, String> PRONOUNS =
      Map.of("they", "it", "them", "it", "their", "its");

  private Count() {}

  /**
   * A number and what is counted, such as {@code 1 text that does not hold its tokens}.
   *
   * @param things what is counted, in the plural, such as {@code texts that do not hold their
   *     tokens}; the first word that ends in s is the noun, and a verb follows it, {@code that} or
   *     {@code they}
   */
  public static String of(long count, String things) {
    return count + " " + (count == 1 ? singular(things) : things);
  }

  private static String singular(String things) {
    StringJoiner singular = new StringJoiner(" ");
    boolean noun = false;
    boolean afterNoun = false;
    String previous = "";
    for (String word : things.split(" ")) {
      boolean first = !noun && word.endsWith("s");
      boolean verb = afterNoun || previous.equals("that") || previous.equals("they");
      String changed = verb ? VERBS.getOrDefault(word, word) : PRONOUNS.getOrDefault(word, word);
      singular.add(first ? noun(word) : changed);
      noun |= first;
      afterNoun = first;
      previous = word;
    }
    return singular.toString();
  }

  private static String noun(String plural) {
    return plural.endsWith("ies")
        ? plural.substring(0, plural.length() - 3) + "y"
        : plural.substring(0, plural.length() - 1);
  }
}

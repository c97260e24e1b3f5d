package dev.zener.label;

/**
 * A tag that is invalid at its position.
 *
 * @param index the index of the word, from 0
 * @param tag the tag as written
 * @param reason what is wrong and what would be valid
 */
public record Violation(int index, String tag, String reason) {
  @Override
  public String toString() {
    return "word " + (index + 1) + ": tag '" + tag + "': " + reason;
  }
}

package dev.zener.label;

/**
 * A tag that its scheme does not allow where it stands.
 *
 * @param index the word, from 0
 * @param tag as it was written
 * @param reason what is wrong, and what would be right
 */
public record Violation(int index, String tag, String reason) {
  @Override
  public String toString() {
    return "word " + (index + 1) + ": tag '" + tag + "': " + reason;
  }
}

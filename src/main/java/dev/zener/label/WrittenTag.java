package dev.zener.label;

/** A tag of a corpus: its text, how often it occurs, and how it was understood. */
final class WrittenTag {
  private final String text;
  private final int sentence;
  private final int word;
  private long count;
  private Tag tag;
  private String canonical;

  /**
   * A tag that was seen and is not yet understood.
   *
   * @param sentence the index of the first sentence with it
   * @param word the index of its first word with it
   */
  WrittenTag(String text, int sentence, int word) {
    this.text = text;
    this.sentence = sentence;
    this.word = word;
  }

  String text() {
    return text;
  }

  int sentence() {
    return sentence;
  }

  int word() {
    return word;
  }

  void count() {
    count++;
  }

  long occurrences() {
    return count;
  }

  void understand(Tag meaning) {
    tag = meaning;
    canonical = meaning.toString();
  }

  Tag tag() {
    return tag;
  }

  /** The tag in the canonical notation. */
  String canonical() {
    return canonical;
  }
}

package dev.zener.data;

import dev.zener.label.Scheme;

/**
 * A report on what was read from a file and what was changed.
 *
 * @param file the name of the file
 * @param scheme the scheme that the tags were read in
 * @param sentences the number of sentences
 * @param words the number of words
 * @param comments the number of comment lines skipped
 * @param repairedTags the number of invalid tags repaired
 * @param repairedEntities the number of entities that were extended to whole words or dropped
 */
public record ReadReport(
    String file,
    Scheme scheme,
    int sentences,
    int words,
    int comments,
    int repairedTags,
    int repairedEntities) {

  /** A summary in one line of text. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    line.append(file).append(": ").append(sentences).append(" sentences, ").append(words);
    line.append(" words, ").append(scheme);
    append(line, comments, "comment lines left out");
    append(line, repairedTags, "illegal tags repaired");
    append(line, repairedEntities, "entities repaired");
    return line.toString();
  }

  private static void append(StringBuilder line, int count, String what) {
    if (count > 0) {
      line.append(", ").append(count).append(' ').append(what);
    }
  }
}

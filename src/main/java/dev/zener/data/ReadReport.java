package dev.zener.data;

import dev.zener.label.Scheme;

/**
 * What was read and what was changed in reading it.
 *
 * @param scheme that the file's tags were read as
 * @param comments lines left out as comments
 * @param repairedTags illegal tags made legal
 * @param repairedEntities entities of characters that were grown to whole words or dropped
 */
public record ReadReport(
    String file,
    Scheme scheme,
    int sentences,
    int words,
    int comments,
    int repairedTags,
    int repairedEntities) {

  /** One line for people. */
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

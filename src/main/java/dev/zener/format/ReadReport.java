package dev.zener.format;

import dev.zener.files.Count;
import dev.zener.label.Scheme;
import java.util.Map;

/**
 * A report on what was read from a file and what was changed.
 *
 * @param file the name of the file
 * @param layout how the file was read, such as {@code columns, word from column 1}
 * @param scheme the scheme that the tags were read in
 * @param reading the scheme and how the tags are written, see {@link dev.zener.label.TagReading}
 * @param sentences the number of sentences
 * @param words the number of words
 * @param leftOut how many of each kind of thing were left out, such as {@code comment lines}
 * @param repairedTags the number of invalid tags repaired
 * @param repairedEntities the number of entities that were extended to whole words or dropped
 */
public record ReadReport(
    String file,
    String layout,
    Scheme scheme,
    String reading,
    int sentences,
    int words,
    Map<String, Integer> leftOut,
    int repairedTags,
    int repairedEntities) {
  public ReadReport {
    leftOut = Map.copyOf(leftOut);
  }

  /** A summary in one line of text. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    line.append(file).append(": ").append(layout).append(", ").append(reading).append("; ");
    line.append(Count.of(sentences, "sentences"));
    if (words > 0 || sentences == 0) {
      line.append(", ").append(Count.of(words, "words"));
    }
    leftOut.keySet().stream()
        .sorted()
        .forEach(what -> append(line, leftOut.get(what), what + " left out"));
    append(line, repairedTags, "illegal tags repaired");
    append(line, repairedEntities, "entities repaired");
    return line.toString();
  }

  private static void append(StringBuilder line, int count, String what) {
    if (count > 0) {
      line.append(", ").append(Count.of(count, what));
    }
  }
}

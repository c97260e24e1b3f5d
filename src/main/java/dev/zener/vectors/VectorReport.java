package dev.zener.vectors;

import dev.zener.files.Count;
import java.util.ArrayList;
import java.util.List;

/**
 * A report on how a file of vectors was read.
 *
 * @param file the name of the file
 * @param form its form, such as {@code text}
 * @param words the number of words read
 * @param width the number of elements of each vector
 * @param whole whether the file was read to its end, and not only to the limit of words
 * @param repeated the number of words left out because they had a vector already
 * @param cut the number of words left out because they end within a character
 */
public record VectorReport(
    String file, String form, int words, int width, boolean whole, long repeated, long cut) {
  /** Whether words were left out. */
  public boolean hasLosses() {
    return repeated + cut > 0;
  }

  /** A summary in one line of text. */
  @Override
  public String toString() {
    List<String> losses = new ArrayList<>();
    if (repeated > 0) {
      losses.add(Count.of(repeated, "words that occur again"));
    }
    if (cut > 0) {
      losses.add(Count.of(cut, "words that end within a character"));
    }
    return "%s: %s, %s%s of width %d%s"
        .formatted(
            file,
            form,
            whole ? "" : "the first ",
            Count.of(words, "words"),
            width,
            losses.isEmpty() ? "" : "; left out: " + String.join(", ", losses));
  }
}

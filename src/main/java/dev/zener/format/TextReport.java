package dev.zener.format;

import dev.zener.files.Count;
import java.util.Map;
import java.util.TreeMap;

/**
 * A report on how a file was read whose labels were not wanted.
 *
 * @param file the name of the file
 * @param format its format
 * @param layout how it was read, such as {@code CoNLL-U, word from column 2}
 * @param leftOut how many of each kind of thing were left out, such as {@code comment lines}
 */
public record TextReport(String file, Format format, String layout, Map<String, Integer> leftOut) {
  public TextReport {
    leftOut = Map.copyOf(leftOut);
  }

  /** A summary in one line of text. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(file).append(": ").append(layout);
    String between = "; ";
    for (Map.Entry<String, Integer> kind : new TreeMap<>(leftOut).entrySet()) {
      line.append(between).append(Count.of(kind.getValue(), kind.getKey())).append(" left out");
      between = ", ";
    }
    return line.toString();
  }
}

package dev.zener.format;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What a reader decided about a file, and counts of what it left out. */
final class ReadNotes {
  private String layout = "";
  private final Map<String, Integer> leftOut = new TreeMap<>();

  /** Sets the description of how the file is read, such as {@code columns, word 1, tag 2}. */
  void layout(String value) {
    layout = value;
  }

  /** How the file is read. */
  String layout() {
    return layout;
  }

  /** Counts something that is left out, named in the plural: {@code comment lines}. */
  void leftOut(String what) {
    leftOut.merge(what, 1, Integer::sum);
  }

  /** How often each kind of thing was left out. */
  Map<String, Integer> leftOut() {
    return Collections.unmodifiableMap(leftOut);
  }
}

package dev.zener.format;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives equal strings the same object, because a corpus of millions of words is kept in memory and
 * has few different tags and words. A file may have any number of them, so only the first are
 * shared.
 */
final class SharedStrings {
  /** The number of strings that are shared. */
  static final int MOST = 1 << 16;

  private final Map<String, String> known = new HashMap<>();

  /** Strings that are equal to these. */
  List<String> of(List<String> texts) {
    String[] shared = new String[texts.size()];
    int next = 0;
    for (String text : texts) {
      shared[next++] = of(text);
    }
    return List.of(shared);
  }

  private String of(String text) {
    String shared = known.get(text);
    if (shared == null && known.size() < MOST) {
      known.put(text, text);
    }
    return shared == null ? text : shared;
  }

  /** The number of strings that are shared so far. */
  int size() {
    return known.size();
  }
}

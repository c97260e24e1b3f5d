package dev.zener.tokenizer;

import java.util.Comparator;
import java.util.List;

/**
 * The strings, such as [MASK], that are one piece wherever they occur in the original text. If two
 * start at the same position, the longer one is used.
 */
final class SpecialStrings {
  private final List<String> longestFirst;

  /** The distinct first units of the strings. */
  private final char[] openers;

  SpecialStrings(List<String> strings) {
    longestFirst =
        strings.stream()
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    StringBuilder firsts = new StringBuilder();
    strings.stream().mapToInt(s -> s.charAt(0)).distinct().forEach(c -> firsts.append((char) c));
    openers = firsts.toString().toCharArray();
  }

  /** The start of the next special string from {@code from} on; -1 if there is none. */
  int next(String text, int from) {
    for (int at = opener(text, from); at >= 0; at = opener(text, at + 1)) {
      if (at(text, at) != null) {
        return at;
      }
    }
    return -1;
  }

  /** The special string that starts at {@code at}; null if none does. */
  String at(String text, int at) {
    for (String special : longestFirst) {
      if (text.startsWith(special, at)) {
        return special;
      }
    }
    return null;
  }

  private int opener(String text, int from) {
    if (openers.length == 1) {
      return text.indexOf(openers[0], from);
    }
    for (int at = from; at < text.length(); at++) {
      for (char opener : openers) {
        if (text.charAt(at) == opener) {
          return at;
        }
      }
    }
    return -1;
  }
}

package dev.zener.tokenizer;

import java.util.Comparator;
import java.util.List;

/**
 * The strings that are one piece wherever they stand in the untouched text, [MASK] among them; of
 * two that start at the same place the longer wins.
 */
final class SpecialStrings {
  private final Vocabulary vocabulary;
  private final List<String> longestFirst;

  /** The first unit of any, each once. */
  private final char[] openers;

  SpecialStrings(Vocabulary vocabulary, List<String> strings) {
    this.vocabulary = vocabulary;
    longestFirst =
        strings.stream()
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    StringBuilder firsts = new StringBuilder();
    strings.stream().mapToInt(s -> s.charAt(0)).distinct().forEach(c -> firsts.append((char) c));
    openers = firsts.toString().toCharArray();
  }

  /** Where the first one from {@code from} on starts, -1 if there is none. */
  int next(String text, int from) {
    for (int at = opener(text, from); at >= 0; at = opener(text, at + 1)) {
      if (idAt(text, at) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** The id of the one that starts at {@code at}, -1 if none does. */
  int idAt(String text, int at) {
    for (String special : longestFirst) {
      if (text.startsWith(special, at)) {
        return vocabulary.id(special);
      }
    }
    return -1;
  }

  /** The units of the one with this id. */
  int length(int id) {
    return vocabulary.piece(id).length();
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

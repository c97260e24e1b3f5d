package dev.zener.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The characters that a network over the characters of words knows. A character is a code point.
 * They are numbered from 1; 0 stands for every other character.
 */
public final class Characters {
  private final List<String> all;
  private final Map<Integer, Integer> ids = new HashMap<>();

  /**
   * The characters of a list, one each, in the order of their ids from 1.
   *
   * @throws IllegalArgumentException if an element is not one code point, or is there twice
   */
  public Characters(List<String> all) {
    this.all = List.copyOf(all);
    for (String character : all) {
      boolean one = !character.isEmpty() && character.codePointCount(0, character.length()) == 1;
      if (!one || ids.put(character.codePointAt(0), ids.size() + 1) != null) {
        throw new IllegalArgumentException(
            "'" + character + "' in the list of characters; allowed: one code point each, once");
      }
    }
  }

  /** The characters that occur at least {@code least} times in words, in the order of Unicode. */
  public static Characters of(Iterable<List<String>> texts, int least) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (List<String> words : texts) {
      for (String word : words) {
        word.codePoints()
            .filter(Characters::isWhole)
            .forEach(c -> counts.merge(c, 1, Integer::sum));
      }
    }
    List<String> kept = new ArrayList<>();
    counts.forEach(
        (character, count) -> {
          if (count >= least) {
            kept.add(Character.toString(character));
          }
        });
    return new Characters(kept);
  }

  /** Half of a character of two UTF-16 units cannot be stored, and stays unknown. */
  private static boolean isWhole(int character) {
    return Character.getType(character) != Character.SURROGATE;
  }

  /** The characters in the order of their ids, from 1. */
  public List<String> all() {
    return all;
  }

  /** The number of ids, with that of unknown characters. */
  public int size() {
    return all.size() + 1;
  }

  /**
   * The ids of a word's characters.
   *
   * @param most the largest number of characters; further ones are left out
   */
  public int[] ids(String word, int most) {
    int[] found = new int[Math.min(most, word.codePointCount(0, word.length()))];
    int at = 0;
    for (int i = 0; i < found.length; i++) {
      int character = word.codePointAt(at);
      found[i] = ids.getOrDefault(character, 0);
      at += Character.charCount(character);
    }
    return found;
  }
}

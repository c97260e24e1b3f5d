package dev.zener.data;

import dev.zener.files.Count;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a corpus writes words: which punctuation marks it keeps inside words. A tagger that learned
 * from {@code NATO-a} as one word must not be given three. {@link WordCensus} measures the rule;
 * {@link #splitter} cuts text by it.
 *
 * @param kept the places at which each mark, a code point, stays in a word
 * @param words words, in small letters, that the corpus keeps whole although {@code kept} would cut
 *     them: abbreviations such as {@code dr.}, clitics such as {@code 's}, emoticons
 * @param endings words of the list that are cut off the letters before them, such as {@code n't}
 * @param addresses whether addresses of pages and mail are words
 */
public record WordRule(
    Map<Integer, Set<Place>> kept, Set<String> words, Set<String> endings, boolean addresses) {
  /** The maximum number of words in the list. */
  public static final int MAX_WORDS = 1000;

  /** The maximum length of a word in the list, in UTF-16 units. */
  public static final int MAX_LENGTH = 32;

  public WordRule {
    Map<Integer, Set<Place>> copy = new TreeMap<>();
    kept.forEach((mark, places) -> copy.put(mark, Collections.unmodifiableSet(set(places))));
    kept = Collections.unmodifiableMap(copy);
    words = Collections.unmodifiableSet(new LinkedHashSet<>(words));
    endings = Collections.unmodifiableSet(new LinkedHashSet<>(endings));
    if (!words.containsAll(endings)) {
      throw new IllegalArgumentException("endings " + endings + "; allowed: words of the list");
    }
    for (String word : words) {
      if (word.isEmpty() || word.length() > MAX_LENGTH) {
        throw new IllegalArgumentException(
            "word '%s'; allowed: 1 to %d characters".formatted(word, MAX_LENGTH));
      }
    }
    if (words.size() > MAX_WORDS) {
      throw new IllegalArgumentException(words.size() + " words; allowed: at most " + MAX_WORDS);
    }
  }

  private static Set<Place> set(Set<Place> places) {
    return places.isEmpty() ? EnumSet.noneOf(Place.class) : EnumSet.copyOf(places);
  }

  /** A word as it is listed, without the difference of capital and small letters. */
  static String folded(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /** Whether a mark stays in the word at a place. */
  boolean keeps(int mark, Place place) {
    return kept.getOrDefault(mark, Set.of()).contains(place);
  }

  /**
   * A splitter that follows this rule.
   *
   * @param cutter cuts at white space and around every punctuation mark, as BERT's pre-tokenizer
   *     does; this rule joins what the corpus does not cut
   */
  public WordSplitter splitter(WordSplitter cutter) {
    WordSplitter finest = new Endings(endings).cuttingOff(cutter);
    int longest = words.stream().mapToInt(String::length).max().orElse(0);
    return text -> {
      Atoms atoms = new Atoms(text, finest);
      return atoms.joined(new Joins(this, longest, atoms).all());
    };
  }

  /** The rule in a few words, for people. */
  public String summary() {
    StringBuilder marks = new StringBuilder();
    kept.forEach(
        (mark, places) -> {
          if (places.contains(Place.LETTERS)) {
            marks.appendCodePoint(mark).append(' ');
          }
        });
    return (marks.isEmpty() ? "no mark stays" : marks + "stay")
        + " between letters; "
        + Count.of(words.size(), "words are listed")
        + (addresses ? "; addresses stay whole" : "");
  }
}

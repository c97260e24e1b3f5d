package dev.zener.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The words that a corpus keeps whole although marks alone would cut them. A word is listed if it
 * occurs at least {@link #REPEATED} times, and more often whole than cut. So a full stop stays on
 * {@code dr.} and not on the last word of a sentence. Of these, the {@link WordRule#MAX_WORDS} most
 * frequent are listed.
 */
final class ListedWords {
  /** How often a listed word occurs at least. */
  private static final int REPEATED = 2;

  /** How often a clitic that shares letters with the word before it occurs at least. */
  private static final int FREQUENT = 10;

  /** How often such a clitic follows each of the words before it, on average and at least. */
  private static final int PER_HOST = 5;

  private final List<List<String>> sentences;
  private final Set<String> words;

  /**
   * Lists the words of a corpus.
   *
   * @param marks splits words where their marks alone say
   */
  ListedWords(List<List<String>> sentences, WordSplitter marks) {
    this.sentences =
        sentences.stream().map(s -> s.stream().map(WordRule::folded).toList()).toList();
    Map<String, Long> counts =
        this.sentences.stream()
            .flatMap(List::stream)
            .filter(ListedWords::mayBeListed)
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    counts.values().removeIf(count -> count < REPEATED);
    counts.keySet().removeIf(word -> marks.split(word).size() < 2);
    subtractCut(counts);
    counts.values().removeIf(more -> more <= 0);
    words =
        WordCensus.mostFrequent(counts)
            .limit(WordRule.MAX_WORDS)
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean mayBeListed(String word) {
    return word.length() > 1
        && word.length() <= WordRule.MAX_LENGTH
        && Glyph.MARK.isIn(word)
        && !Glyph.IDEOGRAPH.isIn(word)
        && word.chars().noneMatch(WhiteSpace::is);
  }

  /** Subtracts how often words are cut, that is, spelt by several neighbouring words. */
  private void subtractCut(Map<String, Long> counts) {
    Set<String> beginnings = new HashSet<>();
    for (String word : counts.keySet()) {
      for (int end = 1; end <= word.length(); end++) {
        beginnings.add(word.substring(0, end));
      }
    }
    for (List<String> sentence : sentences) {
      for (int first = 0; first < sentence.size(); first++) {
        String spelt = sentence.get(first);
        for (int w = first + 1; w < sentence.size() && beginnings.contains(spelt); w++) {
          spelt += sentence.get(w);
          counts.computeIfPresent(spelt, (word, count) -> count - 1);
        }
      }
    }
  }

  /** The words, from the most frequent on, in small letters. */
  Set<String> words() {
    return words;
  }

  /**
   * The listed clitics that share letters with the word before: frequent words such as {@code n't}
   * that follow few different words, all of letters.
   */
  Set<String> endings() {
    Map<String, Map<String, Long>> before = new TreeMap<>();
    words.stream().filter(ListedWords::mayBeEnding).forEach(w -> before.put(w, new HashMap<>()));
    for (List<String> sentence : sentences) {
      for (int w = 1; w < sentence.size(); w++) {
        Map<String, Long> counts = before.get(sentence.get(w));
        if (counts != null) {
          counts.merge(sentence.get(w - 1), 1L, Long::sum);
        }
      }
    }
    before.values().removeIf(counts -> !areHosts(counts));
    return before.keySet();
  }

  private static boolean mayBeEnding(String word) {
    return Glyph.first(word) == Glyph.LETTER
        && Glyph.last(word) == Glyph.LETTER
        && word.codePoints().anyMatch(WordCensus.APOSTROPHES::contains);
  }

  /** Whether the words before a word, with their counts, are those that a clitic leans on. */
  private static boolean areHosts(Map<String, Long> before) {
    long count = before.values().stream().mapToLong(n -> n).sum();
    return count >= FREQUENT
        && count >= (long) PER_HOST * before.size()
        && before.keySet().stream().allMatch(word -> Glyph.last(word) == Glyph.LETTER);
  }
}

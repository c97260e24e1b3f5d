package dev.zener.data;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures the {@link WordRule} of a corpus whose sentences are lists of words.
 *
 * <p>For each mark and {@link Place} two numbers of different words are compared: those that have
 * the mark inside, and those that were cut there. The mark stays if the former are more, and at
 * least {@link #DIFFERENT}. What was cut shows as the mark standing alone between two words ({@code
 * Al - Zaman}), or beginning a word after another ({@code John 's}). Different words are counted,
 * so that a few frequent ones do not decide for all.
 *
 * <p>A corpus does not say where its text had spaces. A dash or a comma between two words is no
 * word that was cut. Both show in the words beside them: function words are rare inside compounds,
 * but as frequent beside dashes and commas as anywhere. The number of marks that stand alone is
 * therefore multiplied by the part of the corpus' usual rate of function words that is missing
 * there, at least {@link #LEAST}.
 *
 * <p>Words that the rule so found would cut are listed by {@link ListedWords}.
 */
public final class WordCensus {
  /** The least weight of a mark that stands alone. */
  private static final double LEAST = 0.1;

  /** The number of most frequent words that count as function words. */
  private static final int FUNCTION_WORDS = 50;

  /** The least number of different words that keep a mark at a place. */
  private static final int DIFFERENT = 3;

  static final Set<Integer> APOSTROPHES = Set.of((int) '\'', 0x2019);

  private record Where(int mark, Place place) {}

  /** How often function words stand beside a mark that stands alone between two words. */
  private static final class Beside {
    private int marks;
    private int functionWords;
  }

  private final WordSplitter cutter;
  private final List<List<String>> sentences;
  private final Set<String> functionWords;
  private final double usual;
  private final Map<Where, Set<String>> inside = new HashMap<>();
  private final Map<Where, Set<String>> alone = new HashMap<>();
  private final Map<Where, Set<String>> cut = new HashMap<>();
  private final Map<Integer, Integer> runs = new HashMap<>();
  private final Map<Integer, Beside> beside = new HashMap<>();
  private int addresses;

  private WordCensus(List<List<String>> sentences, WordSplitter cutter) {
    this.sentences = sentences;
    this.cutter = cutter;
    Map<String, Long> letters =
        sentences.stream()
            .flatMap(List::stream)
            .map(WordRule::folded)
            .filter(word -> Glyph.first(word) == Glyph.LETTER)
            .collect(Collectors.groupingBy(word -> word, Collectors.counting()));
    functionWords =
        mostFrequent(letters).limit(FUNCTION_WORDS).collect(Collectors.toUnmodifiableSet());
    usual =
        functionWords.stream().mapToLong(letters::get).sum()
            / (double) Math.max(1, letters.values().stream().mapToLong(n -> n).sum());
  }

  /**
   * Measures a rule.
   *
   * @param sentences the words of each sentence
   * @param cutter cuts at white space and around every punctuation mark
   */
  public static WordRule measure(List<List<String>> sentences, WordSplitter cutter) {
    WordCensus census = new WordCensus(sentences, cutter);
    census.count();
    Map<Integer, Set<Place>> kept = census.kept();
    boolean addresses = census.addresses > 0;
    WordRule marks = new WordRule(kept, Set.of(), Set.of(), addresses);
    ListedWords listed = new ListedWords(sentences, marks.splitter(cutter));
    return new WordRule(kept, listed.words(), listed.endings(), addresses);
  }

  /** The words from the most frequent to the least; words of one frequency in alphabetic order. */
  static Stream<String> mostFrequent(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey);
  }

  private void count() {
    Set<String> seen = new HashSet<>();
    for (List<String> sentence : sentences) {
      for (int w = 0; w < sentence.size(); w++) {
        String word = sentence.get(w);
        if (single(word)) {
          alone(sentence, w);
        } else if (Addresses.is(word)) {
          addresses++;
        } else {
          beginning(sentence, w);
          if (Glyph.MARK.isIn(word)) {
            inside(word, seen.add(word));
          }
        }
      }
    }
  }

  private static boolean single(String word) {
    return !word.isEmpty()
        && word.codePointCount(0, word.length()) == 1
        && Glyph.first(word) == Glyph.MARK;
  }

  /** Counts the marks inside a word: each in different words, runs of one mark in all words. */
  private void inside(String word, boolean first) {
    Atoms atoms = new Atoms(word, cutter);
    for (int atom = 0; atom < atoms.size(); atom++) {
      int mark = atoms.mark(atom);
      if (mark < 0) {
        continue;
      }
      if (atoms.repeats(atom)) {
        runs.merge(mark, 1, Integer::sum);
      }
      if (first) {
        atoms.place(atom).ifPresent(place -> add(inside, mark, place, word));
      }
    }
  }

  private static void add(Map<Where, Set<String>> counts, int mark, Place place, String word) {
    counts
        .computeIfAbsent(new Where(mark, place), where -> new HashSet<>())
        .add(WordRule.folded(word));
  }

  private void alone(List<String> sentence, int at) {
    int mark = sentence.get(at).codePointAt(0);
    String before = at > 0 ? sentence.get(at - 1) : "";
    String after = at + 1 < sentence.size() ? sentence.get(at + 1) : "";
    if (after.equals(sentence.get(at))) {
      runs.merge(mark, -1, Integer::sum);
    }
    Glyph left = Glyph.last(before);
    Glyph right = Glyph.first(after);
    Place.between(left, right).ifPresent(p -> add(alone, mark, p, before + " " + after));
    Place.after(left, before.codePointCount(0, before.length()) == 1)
        .ifPresent(place -> add(alone, mark, place, before));
    Place.before(right).ifPresent(place -> add(alone, mark, place, after));
    if (left == Glyph.LETTER && right == Glyph.LETTER) {
      Beside counts = beside.computeIfAbsent(mark, m -> new Beside());
      counts.marks++;
      counts.functionWords += isFunctionWord(before) + isFunctionWord(after);
    }
  }

  private int isFunctionWord(String word) {
    return functionWords.contains(WordRule.folded(word)) ? 1 : 0;
  }

  /** Counts a mark at which two neighbouring words were cut: {@code John 's}, {@code l' homme}. */
  private void beginning(List<String> sentence, int at) {
    String word = sentence.get(at);
    if (at == 0 || word.isEmpty()) {
      return;
    }
    String before = sentence.get(at - 1);
    String pair = before + " " + word;
    if (Glyph.first(word) == Glyph.MARK) {
      int mark = word.codePointAt(0);
      Glyph right = Glyph.first(word.substring(Character.charCount(mark)));
      Place.between(Glyph.last(before), right).ifPresent(place -> add(cut, mark, place, pair));
    }
    if (!before.isEmpty()) {
      int mark = before.codePointBefore(before.length());
      if (APOSTROPHES.contains(mark)) {
        Glyph left = Glyph.last(before.substring(0, before.length() - Character.charCount(mark)));
        Place.between(left, Glyph.first(word)).ifPresent(place -> add(cut, mark, place, pair));
      }
    }
  }

  private Map<Integer, Set<Place>> kept() {
    Map<Integer, Set<Place>> kept = new TreeMap<>();
    inside.keySet().stream()
        .filter(this::isKept)
        .forEach(where -> keep(kept, where.mark(), where.place()));
    runs.forEach(
        (mark, more) -> {
          if (more > 0) {
            keep(kept, mark, Place.RUN);
          }
        });
    return kept;
  }

  private static void keep(Map<Integer, Set<Place>> kept, int mark, Place place) {
    kept.computeIfAbsent(mark, m -> EnumSet.noneOf(Place.class)).add(place);
  }

  private boolean isKept(Where where) {
    int kept = size(inside, where);
    return kept >= DIFFERENT && kept > size(cut, where) + weight(where) * size(alone, where);
  }

  private static int size(Map<Where, Set<String>> counts, Where where) {
    return counts.getOrDefault(where, Set.of()).size();
  }

  /**
   * The estimated part of the marks alone that were not beside a space. A mark at the edge of a
   * word has a space on its other side anyway, except for a dash, which has two or none.
   */
  private double weight(Where where) {
    boolean edge = EnumSet.range(Place.AFTER_LETTERS, Place.BEFORE_DIGIT).contains(where.place());
    Beside counts = beside.get(where.mark());
    if (counts == null || usual == 0 || edge && !isDash(where.mark())) {
      return 1;
    }
    double rate = counts.functionWords / (double) counts.marks;
    return Math.max(LEAST, 1 - rate / usual);
  }

  private static boolean isDash(int mark) {
    return Character.getType(mark) == Character.DASH_PUNCTUATION;
  }
}

package dev.zener.predict;

import dev.zener.data.Sentence;
import dev.zener.data.SentenceCutter;
import dev.zener.data.Window;
import dev.zener.data.WindowReport;
import dev.zener.tokenizer.Characters;
import dev.zener.vectors.VectorTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts sentences into windows of whole words, whose pieces are characters and which have the
 * numbers of the words' vectors. Sentences of more than {@value #MOST} words are cut; the parts do
 * not overlap. Of a word, at most {@value #LONGEST} characters are read. An empty word is in no
 * window.
 */
public final class WordCutter implements SentenceCutter {
  /** The largest number of words in a window. */
  private static final int MOST = 1000;

  /** The largest number of characters of a word that are read. */
  private static final int LONGEST = 1000;

  private final Characters characters;
  private final VectorTables vectors;
  private final int language;
  private WindowReport report = WindowReport.NONE;

  /**
   * Creates a cutter for the sentences of a language.
   *
   * @param language the index of the language's table in {@code vectors}
   */
  public WordCutter(Characters characters, VectorTables vectors, int language) {
    this.characters = characters;
    this.vectors = vectors;
    this.language = language;
  }

  @Override
  public List<Window> windows(int number, Sentence sentence) {
    int[] words = new int[sentence.size()];
    int count = 0;
    int shortened = 0;
    for (int w = 0; w < words.length; w++) {
      String word = sentence.words().get(w);
      if (!word.isEmpty()) {
        words[count++] = w;
      }
      shortened += word.codePointCount(0, word.length()) > LONGEST ? 1 : 0;
    }
    List<Window> windows = new ArrayList<>();
    for (int from = 0; from < count; from += MOST) {
      int[] part = Arrays.copyOfRange(words, from, Math.min(count, from + MOST));
      windows.add(window(number, sentence.words(), part));
    }
    int parts = windows.size();
    report =
        report.plus(
            new WindowReport(
                1, parts > 1 ? 1 : 0, Math.max(0, parts - 1), shortened, words.length - count));
    return windows;
  }

  private Window window(int number, List<String> all, int[] words) {
    int[] rows = new int[words.length];
    int[] numbers = new int[words.length];
    int[][] ids = new int[words.length][];
    int at = 0;
    for (int i = 0; i < words.length; i++) {
      String word = all.get(words[i]);
      ids[i] = characters.ids(word, LONGEST);
      numbers[i] = vectors.number(language, word);
      rows[i] = at;
      at += ids[i].length;
    }
    int[] joined = new int[at];
    for (int i = 0; i < words.length; i++) {
      System.arraycopy(ids[i], 0, joined, rows[i], ids[i].length);
    }
    return new Window(number, joined, rows, words, numbers);
  }

  @Override
  public WindowReport report() {
    return report;
  }
}

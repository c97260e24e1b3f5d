package dev.zener.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds words in the text that they were taken from. */
public final class WordsInText {
  private WordsInText() {}

  /**
   * The characters of each word, in the order of the words; empty if the text does not hold them.
   */
  public static Optional<List<CharSpan>> find(String text, List<String> words) {
    List<CharSpan> spans = new ArrayList<>(words.size());
    int end = 0;
    for (String word : words) {
      int start = text.indexOf(word, end);
      if (start < 0) {
        return Optional.empty();
      }
      end = start + word.length();
      spans.add(new CharSpan(start, end));
    }
    return Optional.of(spans);
  }
}

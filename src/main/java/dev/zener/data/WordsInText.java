package dev.zener.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Words and the text that they were taken from. Those of CoNLL-U may not be parts of it. */
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

  /** Whether each word of a sentence is in its text, after the word before it. */
  public static boolean areThere(Sentence sentence) {
    int free = 0;
    for (int i = 0; i < sentence.size(); i++) {
      CharSpan span = sentence.spans().get(i);
      if (span.start() < free || !span.of(sentence.text()).equals(sentence.words().get(i))) {
        return false;
      }
      free = span.end();
    }
    return true;
  }
}

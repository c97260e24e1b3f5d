package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;

/** Whether the words of a sentence are parts of its text. Those of CoNLL-U may not be. */
final class WordsInText {
  private WordsInText() {}

  /** Whether each word is in the text, after the word before it. */
  static boolean areThere(Sentence sentence) {
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

package dev.zener.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** Collects the positions of the words of a text. */
final class WordLister implements WordSink {
  private final List<Word> words = new ArrayList<>();

  @Override
  public void word(char[] chars, int from, int to, int[] starts, int[] ends) {
    words.add(starts == null ? new Word(from, to) : new Word(starts[from], ends[to - 1]));
  }

  @Override
  public void special(String special, int start, int end) {
    words.add(new Word(start, end));
  }

  List<Word> words() {
    return List.copyOf(words);
  }
}

package dev.zener.data;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The characters of the words of a sentence, unmodifiable and in little memory. */
final class WordSpans extends AbstractList<CharSpan> implements RandomAccess {
  /** The start and the end of each word, one after the other. */
  private final int[] bounds;

  private WordSpans(int[] bounds) {
    this.bounds = bounds;
  }

  /** A copy of a list, or the list itself if it is unmodifiable already. */
  static WordSpans copyOf(List<CharSpan> spans) {
    if (spans instanceof WordSpans own) {
      return own;
    }
    int[] bounds = new int[2 * spans.size()];
    int next = 0;
    for (CharSpan span : spans) {
      bounds[next++] = span.start();
      bounds[next++] = span.end();
    }
    return new WordSpans(bounds);
  }

  /** The characters of words that are joined by single spaces. */
  static WordSpans ofJoined(List<String> words) {
    int[] bounds = new int[2 * words.size()];
    int start = 0;
    int next = 0;
    for (String word : words) {
      bounds[next++] = start;
      bounds[next++] = start + word.length();
      start += word.length() + 1;
    }
    return new WordSpans(bounds);
  }

  @Override
  public CharSpan get(int index) {
    int start = 2 * Objects.checkIndex(index, size());
    return new CharSpan(bounds[start], bounds[start + 1]);
  }

  @Override
  public int size() {
    return bounds.length / 2;
  }
}

package dev.zener.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A sentence without labels.
 *
 * @param words may be empty: an empty line is a sentence of no words
 * @param text as it was read; of words that came split, the words with a space between
 * @param spans the characters of each word in {@code text}
 * @param source where its first word was read
 */
public record Sentence(List<String> words, String text, List<CharSpan> spans, Source source) {
  public Sentence {
    words = List.copyOf(words);
    spans = List.copyOf(spans);
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(source, "source");
    if (words.size() != spans.size()) {
      throw new IllegalArgumentException(words.size() + " words with " + spans.size() + " spans");
    }
  }

  /** A sentence of words that came split. */
  public static Sentence ofWords(List<String> words, Source source) {
    List<CharSpan> spans = new ArrayList<>(words.size());
    int start = 0;
    for (String word : words) {
      spans.add(new CharSpan(start, start + word.length()));
      start += word.length() + 1;
    }
    return new Sentence(words, String.join(" ", words), spans, source);
  }

  /** As {@link #ofWords(List, Source)}, of no file. */
  public static Sentence ofWords(List<String> words) {
    return ofWords(words, Source.NONE);
  }

  /** A sentence of text that {@code splitter} finds the words of. */
  public static Sentence ofText(String text, WordSplitter splitter, Source source) {
    List<CharSpan> spans = splitter.split(text);
    return new Sentence(spans.stream().map(span -> span.of(text)).toList(), text, spans, source);
  }

  /** Number of words. */
  public int size() {
    return words.size();
  }
}

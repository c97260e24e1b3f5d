package dev.zener.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A sentence without labels.
 *
 * @param words the words; an empty line gives a sentence without words
 * @param text the text as read; for input already split into words, the words joined by spaces
 *     unless the file has the text too
 * @param spans the characters of each word in {@code text}; the words of one token of CoNLL-U share
 *     its characters
 * @param source the location of the first word
 * @param presplit whether the input was already split into words, from which the text was made
 */
public record Sentence(
    List<String> words, String text, List<CharSpan> spans, Source source, boolean presplit) {
  public Sentence {
    words = List.copyOf(words);
    spans = WordSpans.copyOf(spans);
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(source, "source");
    if (words.size() != spans.size()) {
      throw new IllegalArgumentException(words.size() + " words with " + spans.size() + " spans");
    }
  }

  /** A sentence from input that is already split into words. */
  public static Sentence ofWords(List<String> words, Source source) {
    return new Sentence(words, String.join(" ", words), WordSpans.ofJoined(words), source, true);
  }

  /** As {@link #ofWords(List, Source)}, for a sentence that was not read from a file. */
  public static Sentence ofWords(List<String> words) {
    return ofWords(words, Source.NONE);
  }

  /** A sentence from text, which {@code splitter} splits into words. */
  public static Sentence ofText(String text, WordSplitter splitter, Source source) {
    List<CharSpan> spans = splitter.split(text);
    List<String> words = new ArrayList<>(spans.size());
    for (CharSpan span : spans) {
      words.add(span.of(text));
    }
    return new Sentence(words, text, spans, source, false);
  }

  /** The number of words. */
  public int size() {
    return words.size();
  }
}

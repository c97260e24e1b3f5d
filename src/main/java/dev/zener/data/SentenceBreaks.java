package dev.zener.data;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Divides a text into sentences where Java's {@link BreakIterator} for a language does. No sentence
 * ends within a word, or after a word that ends in letters and a full stop, because that is an
 * abbreviation: other splitters make the full stop of a sentence a word of its own.
 *
 * @param language the language of the text; {@link Locale#ROOT} for the rules common to languages
 */
public record SentenceBreaks(Locale language) {
  /**
   * The sentences of a text in order, each with its words. They keep the whole text and the words'
   * offsets in it. A text without words is one sentence.
   */
  public List<Sentence> parts(Sentence text) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(language);
    breaks.setText(text.text());
    List<Sentence> parts = new ArrayList<>();
    int first = 0;
    int end = breaks.next();
    for (int next = 1; next < text.size(); next++) {
      CharSpan last = text.spans().get(next - 1);
      while (end != BreakIterator.DONE && end <= last.start()) {
        end = breaks.next();
      }
      boolean ended = end != BreakIterator.DONE && end <= text.spans().get(next).start();
      if (ended && !isAbbreviation(text.words().get(next - 1))) {
        parts.add(part(text, first, next));
        first = next;
      }
    }
    parts.add(part(text, first, text.size()));
    return parts;
  }

  private static boolean isAbbreviation(String word) {
    int stop = word.length() - 1;
    return stop > 0 && word.charAt(stop) == '.' && Character.isLetter(word.codePointBefore(stop));
  }

  private static Sentence part(Sentence text, int first, int end) {
    return new Sentence(
        text.words().subList(first, end),
        text.text(),
        text.spans().subList(first, end),
        text.source(),
        text.presplit());
  }
}

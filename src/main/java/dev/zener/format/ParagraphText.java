package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.data.WordsInText;
import dev.zener.files.Quoted;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The text of a paragraph in spaCy 2's training JSON, if it is given. The words of its sentences
 * are looked for from left to right; only white space may be between them.
 */
final class ParagraphText {
  private final JsonRecord record;
  private final String text;
  private final boolean whole;
  private int position;

  /**
   * Starts at the beginning of a text.
   *
   * @param raw the text; missing or null if there is none
   * @param whole whether the text is that of a single sentence
   */
  ParagraphText(JsonRecord record, JsonNode raw, boolean whole) {
    if (!raw.isString() && !raw.isNull() && !raw.isMissingNode()) {
      throw record.wrong("\"raw\" is not a string");
    }
    this.record = record;
    this.text = raw.isString() ? raw.stringValue() : null;
    this.whole = whole;
  }

  /** The sentence of the words that come next. */
  Sentence next(List<String> words) {
    if (text == null) {
      return record.words(words);
    }
    List<CharSpan> spans = new ArrayList<>(words.size());
    for (String word : words) {
      int start = find(word);
      position = start + word.length();
      spans.add(new CharSpan(start, position));
    }
    if (whole) {
      return new Sentence(words, text, spans, record.source(), true);
    }
    int first = words.isEmpty() ? position : spans.get(0).start();
    List<CharSpan> shifted =
        spans.stream().map(s -> new CharSpan(s.start() - first, s.end() - first)).toList();
    return new Sentence(words, text.substring(first, position), shifted, record.source(), true);
  }

  private int find(String word) {
    int at = position;
    while (!text.startsWith(word, at)) {
      if (at >= text.length() || !isSpace(text.charAt(at))) {
        throw record.wrong(
            String.format(
                "word %s is not in \"raw\" after the word before it, which is followed by %s",
                Quoted.of(word), Quoted.of(text.substring(position))));
      }
      at++;
    }
    return at;
  }

  private static boolean isSpace(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  /** Whether a reader finds the words of a sentence in its text again. */
  static boolean holds(Sentence sentence) {
    if (!WordsInText.areThere(sentence)) {
      return false;
    }
    int free = 0;
    for (CharSpan span : sentence.spans()) {
      String gap = sentence.text().substring(free, span.start());
      if (!gap.chars().allMatch(ParagraphText::isSpace)
          || !gap.isEmpty() && span.of(sentence.text()).chars().allMatch(ParagraphText::isSpace)) {
        return false;
      }
      free = span.end();
    }
    return true;
  }
}

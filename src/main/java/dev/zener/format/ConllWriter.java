package dev.zener.format;

import dev.zener.label.InputException;
import java.io.IOException;
import java.util.List;

/**
 * Writes CoNLL columns separated by TAB, with LF as line end and a blank line after each sentence.
 * The readers of this package read the same words back. A sentence without words is written as a
 * blank line and is lost when the file is read.
 */
public final class ConllWriter {
  private final Appendable out;

  public ConllWriter(Appendable out) {
    this.out = out;
  }

  /** Writes a sentence in two columns: word and tag. */
  public void write(List<String> words, List<String> tags) throws IOException {
    requireSize(words, tags);
    for (int i = 0; i < words.size(); i++) {
      out.append(word(words.get(i))).append('\t').append(tags.get(i)).append('\n');
    }
    out.append('\n');
  }

  /** Writes a sentence in three columns: word, gold tag and predicted tag, as scorers expect. */
  public void write(List<String> words, List<String> gold, List<String> predicted)
      throws IOException {
    requireSize(words, gold);
    requireSize(words, predicted);
    for (int i = 0; i < words.size(); i++) {
      out.append(word(words.get(i))).append('\t').append(gold.get(i));
      out.append('\t').append(predicted.get(i)).append('\n');
    }
    out.append('\n');
  }

  private static void requireSize(List<String> words, List<String> tags) {
    if (words.size() != tags.size()) {
      throw new IllegalArgumentException(words.size() + " words with " + tags.size() + " tags");
    }
  }

  private static String word(String word) {
    if (word.isEmpty() || word.indexOf('\t') >= 0 || word.indexOf('\n') >= 0) {
      throw new InputException(
          "Word '"
              + word
              + "' is empty or contains a TAB or LF, which columns cannot represent; write JSON"
              + " lines");
    }
    if (word.equals(ColumnSentences.DOCUMENT_MARK)) {
      throw new InputException(
          "Word '" + word + "' would be read back as the start of a document; write JSON lines");
    }
    if (LoneSurrogates.find(word) >= 0) {
      throw new InputException(
          "Word '"
              + word
              + "' contains half of a character (a lone surrogate), which UTF-8 cannot represent;"
              + " write JSON lines");
    }
    return word;
  }
}

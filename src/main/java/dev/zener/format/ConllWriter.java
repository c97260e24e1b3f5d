package dev.zener.format;

import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Writes CoNLL columns separated by TAB, with LF as line end and a blank line after each sentence.
 * The readers of this package read the same words back. A sentence without words is written as a
 * blank line and is lost when the file is read.
 */
public final class ConllWriter implements ItemWriter {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Appendable out;
  private final Scheme scheme;
  private int empty;
  private boolean started;

  /** A writer of IOB2 tags. */
  public ConllWriter(Appendable out) {
    this(out, WriteOptions.DEFAULTS);
  }

  ConllWriter(Appendable out, WriteOptions options) {
    this.out = out;
    this.scheme = options.scheme();
  }

  @Override
  public void write(TaggedItem item) throws IOException {
    List<String> words = item.sentence().words();
    empty += words.isEmpty() ? 1 : 0;
    write(words, Scheme.IOB2.convert(item.tags(), scheme));
  }

  /** Writes a sentence in two columns: word and tag. */
  public void write(List<String> words, List<String> tags) throws IOException {
    requireSize(words, tags);
    for (int i = 0; i < words.size(); i++) {
      out.append(word(words.get(i))).append('\t');
      out.append(ColumnText.tag(tags.get(i))).append('\n');
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

  @Override
  public Map<String, Integer> changes() {
    return empty == 0 ? Map.of() : Map.of("sentences without words written as blank lines", empty);
  }

  private static void requireSize(List<String> words, List<String> tags) {
    if (words.size() != tags.size()) {
      throw new IllegalArgumentException(words.size() + " words with " + tags.size() + " tags");
    }
  }

  private String word(String word) {
    if (!started && word.startsWith(BYTE_ORDER_MARK)) {
      throw new InputException(
          "Word '"
              + word
              + "' begins with U+FEFF, which is dropped at the start of a file; write JSON lines");
    }
    if (word.equals(ColumnSentences.DOCUMENT_MARK)) {
      throw new InputException(
          "Word '" + word + "' would be read back as the start of a document; write JSON lines");
    }
    String held = ColumnText.word(word);
    started = true;
    return held;
  }
}

package dev.zener.data;

import dev.zener.data.ConllRows.Row;
import dev.zener.label.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the sentences of a file of columns; it uses the word's and the tag's column. */
final class ConllReader {
  /** WikiAnn's language prefixes, such as de: zh-yue: be-x-old: */
  private static final Pattern LANGUAGE = Pattern.compile("^[a-z]{2,3}(-[a-z]+){0,3}:(?=.)");

  private final ConllRows rows;
  private final Columns columns;
  private final boolean stripLanguage;
  private boolean checked;

  ConllReader(LineReader lines, ReadOptions options) throws IOException {
    this.rows = new ConllRows(lines, options.separator());
    this.columns = options.columns();
    this.stripLanguage = options.stripLanguage();
  }

  /**
   * The words of the next sentence; other columns are not checked. Null after the last sentence.
   */
  Sentence nextUnlabelled() throws IOException {
    List<Row> sentence = next();
    return sentence == null ? null : words(sentence);
  }

  /** The next sentence with its tags. Null after the last sentence. */
  RawSentence nextLabelled() throws IOException {
    List<Row> sentence = next();
    if (sentence == null) {
      return null;
    }
    List<String> tags = new ArrayList<>(sentence.size());
    List<Source> sources = new ArrayList<>(sentence.size());
    for (Row row : sentence) {
      tags.add(tag(row));
      sources.add(row.source());
    }
    return new RawSentence(words(sentence), tags, sources, false);
  }

  private List<Row> next() throws IOException {
    List<Row> sentence = rows.next();
    if (sentence != null && !checked) {
      checked = true;
      requireWords(sentence);
    }
    return sentence;
  }

  /**
   * Refuses a first column that numbers the words, since it would silently be read as the words.
   */
  private void requireWords(List<Row> first) {
    boolean counted = columns.equals(Columns.FIRST_AND_LAST) && first.size() > 1;
    for (int i = 0; i < first.size() && counted; i++) {
      Row row = first.get(i);
      counted = row.columns().size() > 2 && row.word().equals(String.valueOf(i + 1));
    }
    if (counted) {
      throw new InputException(
          first.get(0).source()
              + ": the first column contains word numbers, as in GermEval and CoNLL-U; set the"
              + " columns of word and tag (--columns 2,3, or columns: [2, 3] in the"
              + " configuration's format)");
    }
  }

  private Sentence words(List<Row> sentence) {
    List<String> words = new ArrayList<>(sentence.size());
    for (Row row : sentence) {
      words.add(word(row));
    }
    return Sentence.ofWords(words, sentence.get(0).source());
  }

  private String word(Row row) {
    String word = column(row, columns.word(), "word");
    if (word.isEmpty()) {
      throw new InputException(
          row.source() + ": no word in column " + columns.word() + " of '" + row.text() + "'");
    }
    return stripLanguage ? LANGUAGE.matcher(word).replaceFirst("") : word;
  }

  private static String column(Row row, int from1, String what) {
    if (row.columns().size() < from1) {
      throw new InputException(
          row.source() + ": '" + row.text() + "' has no column " + from1 + " for the " + what);
    }
    return row.columns().get(from1 - 1);
  }

  private String tag(Row row) {
    if (columns.tag() > 0) {
      return column(row, columns.tag(), "tag");
    }
    if (row.columns().size() < 2) {
      throw new InputException(
          row.source()
              + ": '"
              + row.text()
              + "' has no tag; expected: word ... tag, separated by TAB or spaces");
    }
    return row.last();
  }

  /** The number of comment lines skipped so far. */
  int comments() {
    return rows.comments();
  }
}

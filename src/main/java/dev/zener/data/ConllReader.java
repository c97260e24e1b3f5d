package dev.zener.data;

import dev.zener.data.ConllRows.Row;
import dev.zener.label.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Sentences of a file of columns: word first, tag last. */
final class ConllReader {
  /** WikiAnn's prefixes: de: zh-yue: be-x-old: */
  private static final Pattern LANGUAGE = Pattern.compile("^[a-z]{2,3}(-[a-z]+)*:(?=.)");

  private final ConllRows rows;
  private final boolean stripLanguage;

  ConllReader(LineReader lines, ReadOptions options) throws IOException {
    this.rows = new ConllRows(lines, options.separator());
    this.stripLanguage = options.stripLanguage();
  }

  /** The words of the next sentence, whatever stands in the other columns; null behind the last. */
  Sentence nextUnlabelled() throws IOException {
    List<Row> sentence = rows.next();
    return sentence == null ? null : words(sentence);
  }

  /** The next sentence with its last column; null behind the last. */
  RawSentence nextLabelled() throws IOException {
    List<Row> sentence = rows.next();
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

  private Sentence words(List<Row> sentence) {
    List<String> words = new ArrayList<>(sentence.size());
    for (Row row : sentence) {
      words.add(word(row));
    }
    return Sentence.ofWords(words, sentence.get(0).source());
  }

  private String word(Row row) {
    if (row.word().isEmpty()) {
      throw new InputException(
          row.source() + ": no word before the first TAB of '" + row.text() + "'");
    }
    return stripLanguage ? LANGUAGE.matcher(row.word()).replaceFirst("") : row.word();
  }

  private static String tag(Row row) {
    if (row.columns().size() < 2) {
      throw new InputException(
          row.source()
              + ": '"
              + row.text()
              + "' has no tag; a line is word ... tag, parted by TAB or spaces");
    }
    return row.last();
  }

  /** Comment lines left out so far. */
  int comments() {
    return rows.comments();
  }
}

package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the sentences of a file of columns. A file is read twice: {@link ColumnSurvey} decides on
 * the columns from all of it before the first sentence is returned. For a stream without labels,
 * the decision is made from its beginning.
 */
final class ColumnsReader implements ItemReader {
  /** WikiAnn's language prefixes, such as de: zh-yue: be-x-old: */
  private static final Pattern LANGUAGE = Pattern.compile("^[a-z]{2,3}(-[a-z]+){0,3}:(?=.)");

  private final LineReader lines;
  private final ColumnSentences sentences;
  private final ColumnLayout layout;
  private final boolean stripLanguage;
  private final WordCounter counter = new WordCounter();
  private final ReadNotes notes = new ReadNotes();

  /** Rows that were read, of which those from {@code position} are still to be returned. */
  private List<ColumnRow> rest = List.of();

  private int position;
  private boolean started;
  private int comments;

  private ColumnsReader(
      LineReader lines,
      ColumnSentences sentences,
      ColumnLayout layout,
      FileFormat.Opening opening) {
    this.lines = lines;
    this.sentences = sentences;
    this.layout = layout;
    this.stripLanguage = opening.options().stripLanguage();
  }

  /**
   * Opens a file.
   *
   * @param title the name of the format in the notes
   */
  static ColumnsReader open(FileFormat.Opening opening, Separator separator, String title)
      throws IOException {
    TextSource source = repeatable(opening);
    SharedStrings strings = opening.labelled() ? opening.shared() : new SharedStrings(0);
    ColumnSurvey survey = new ColumnSurvey();
    try (LineReader lines = surveyed(source, opening)) {
      ColumnSentences rows = new ColumnSentences(lines, separator, strings);
      for (List<ColumnRow> next = rows.next(); next != null; next = rows.next()) {
        survey.add(next);
      }
    }
    ColumnLayout layout = survey.layout(opening.options().columns(), opening.labelled());
    LineReader lines = source.lines(opening.options().charset());
    try {
      ColumnSentences sentences = new ColumnSentences(lines, separator, strings);
      ColumnsReader reader = new ColumnsReader(lines, sentences, layout, opening);
      reader.notes.layout(title + ", " + layout);
      return reader;
    } catch (IOException | RuntimeException e) {
      lines.close();
      throw e;
    }
  }

  /** A source that can be read twice, if all of it must be seen: labelled text is kept anyway. */
  private static TextSource repeatable(FileFormat.Opening opening) throws IOException {
    TextSource source = opening.source();
    return source.file().isEmpty() && opening.labelled() ? source.inMemory() : source;
  }

  private static LineReader surveyed(TextSource source, FileFormat.Opening opening)
      throws IOException {
    if (source.repeatable()) {
      return source.lines(opening.options().charset());
    }
    byte[] head = source.head(true).wholeLines();
    InputStream in = new ByteArrayInputStream(head);
    return new LineReader(in, source.name(), source.charset(opening.options().charset()));
  }

  @Override
  public Item next() throws IOException {
    List<ColumnRow> rows = rows();
    if (rows == null) {
      return null;
    }
    for (; comments < sentences.comments(); comments++) {
      notes.leftOut("comment lines");
    }
    String[] words = new String[rows.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = word(rows.get(i));
    }
    Sentence sentence = Sentence.ofWords(List.of(words), rows.get(0).source());
    return new Item(sentence, labels(rows));
  }

  private Labels labels(List<ColumnRow> rows) {
    if (layout.tag() == ColumnLayout.NONE) {
      return new Labels.None();
    }
    String[] tags = new String[rows.size()];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = tag(rows.get(i));
    }
    return new Labels.Tags(List.of(tags), LineSources.of(rows));
  }

  /** The rows of the words of the next sentence; null after the last. */
  private List<ColumnRow> rows() throws IOException {
    while (true) {
      if (position == rest.size()) {
        rest = block();
        position = 0;
        if (rest == null) {
          rest = List.of();
          return null;
        }
      }
      List<ColumnRow> rows = words(cut());
      if (!rows.isEmpty()) {
        return rows;
      }
    }
  }

  private List<ColumnRow> block() throws IOException {
    List<ColumnRow> block = sentences.next();
    if (block != null && !started) {
      started = true;
      if (layout.header()) {
        notes.leftOut("header lines");
        return block.subList(1, block.size());
      }
    }
    return block;
  }

  /** The rows up to the one that starts the next sentence; the others wait. */
  private List<ColumnRow> cut() {
    int from = position;
    position = rest.size();
    if (layout.sentence() == ColumnLayout.NONE || from == rest.size()) {
      return rest.subList(from, position);
    }
    String current = column(rest.get(from), layout.sentence(), "sentence");
    for (int i = from + 1; i < rest.size(); i++) {
      String name = column(rest.get(i), layout.sentence(), "sentence");
      if (!name.isEmpty() && !name.equals(current)) {
        position = i;
        break;
      }
    }
    return rest.subList(from, position);
  }

  /** Leaves out the rows that the counter shows to be no words. */
  private List<ColumnRow> words(List<ColumnRow> block) {
    if (layout.counter() == ColumnLayout.NONE) {
      return block;
    }
    counter.sentence();
    List<ColumnRow> rows = new ArrayList<>(block.size());
    for (ColumnRow row : block) {
      switch (counter.next(row.column(layout.counter()))) {
        case WORD -> rows.add(row);
        case RANGE -> notes.leftOut("ranges of words");
        case EMPTY_NODE -> notes.leftOut("empty nodes");
        case WRONG ->
            throw new InputException(
                String.format(
                    "%s: '%s' does not count the words of a sentence as the lines before it do;"
                        + " correct it, or name the columns of word and tag (%s)",
                    row.source(), row.column(layout.counter()), Setting.COLUMNS));
      }
    }
    return rows;
  }

  private String word(ColumnRow row) {
    String word = column(row, layout.word(), "word");
    if (word.isEmpty()) {
      throw new InputException(
          row.source() + ": no word in column " + layout.word() + " of '" + row.text() + "'");
    }
    return stripLanguage ? LANGUAGE.matcher(word).replaceFirst("") : word;
  }

  private static String column(ColumnRow row, int number, String what) {
    if (row.width() < number) {
      throw new InputException(
          row.source() + ": '" + row.text() + "' has no column " + number + " for the " + what);
    }
    return row.column(number);
  }

  private String tag(ColumnRow row) {
    if (layout.tag() > 0) {
      return blanksCut(column(row, layout.tag(), "tag"));
    }
    if (row.width() < 2) {
      throw new InputException(
          row.source()
              + ": '"
              + row.text()
              + "' has no tag; expected: word ... tag, separated by "
              + (row.separator().quotes() ? "commas or semicolons" : "TAB or spaces"));
    }
    return blanksCut(row.last());
  }

  /** A tag without white space at its ends, which is no part of a type. */
  static String blanksCut(String tag) {
    int start = 0;
    int end = tag.length();
    while (start < end && isBlank(tag.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(tag.charAt(end - 1))) {
      end--;
    }
    return tag.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  @Override
  public ReadNotes notes() {
    return notes;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

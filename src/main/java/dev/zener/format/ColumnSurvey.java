package dev.zener.format;

import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Looks at all rows of a file of columns and decides which column has the words and which the tags.
 *
 * <ul>
 *   <li>The words are in the first column, or in the second if the first counts the words of every
 *       sentence.
 *   <li>A column that is empty on every row does not count.
 *   <li>The tags are in the last column if it has the tags of a scheme, otherwise in the only
 *       column that has. If a file with a counter has several such columns, as GermEval with its
 *       nested entities, the user has to choose.
 *   <li>If no column has tags with a letter of a scheme, the column of bare types ({@code PER},
 *       {@code O}) is looked for in the same way.
 *   <li>If the first row has names, see {@link FirstRow}, known names decide. Other names decide on
 *       words and sentences, and the tags are looked for as without names.
 * </ul>
 */
final class ColumnSurvey {
  /** What may name a sentence in the first column, but is no word. */
  private static final Pattern NUMBER = Pattern.compile("(?:[Ss]entence:? ?)?\\d+(?:[-.]\\d+)?");

  /** Whether the first column counts words. */
  private static final class Numbers {
    private final WordCounter counter = new WordCounter();
    private boolean counted = true;
    private boolean numbered = true;

    /** The first row whose first column does not count the words of its sentence. */
    private ColumnRow wrong;

    void sentence() {
      counter.sentence();
    }

    /** Whether the first column of another row can change anything. */
    boolean isOpen() {
      return counted || numbered;
    }

    void add(ColumnRow row, String cell) {
      numbered = numbered && NUMBER.matcher(cell).matches();
      if (counted && counter.next(cell) == WordCounter.Kind.WRONG) {
        counted = false;
        wrong = row;
      }
    }
  }

  private final List<ColumnValues> columns = new ArrayList<>();

  /** The names of the columns, if the first row has names. */
  private ColumnNames names;

  private ColumnRow first;
  private int narrowest = Integer.MAX_VALUE;

  /** The first later row that is written like the first, and how many are. */
  private ColumnRow again;

  private int repeats;

  /** What the first column counts. */
  private Numbers numbers = new Numbers();

  /** The same without the first row, which may have names. */
  private final Numbers numbersBelow = new Numbers();

  /** The first row whose width is not that of the first row. */
  private ColumnRow odd;

  void add(List<ColumnRow> sentence) {
    numbers.sentence();
    numbersBelow.sentence();
    for (ColumnRow row : sentence) {
      if (first == null) {
        first = row;
      } else if (row.text().equals(first.text())) {
        again = again == null ? row : again;
        repeats++;
      }
      add(row);
    }
  }

  private void add(ColumnRow row) {
    int width = row.width();
    narrowest = Math.min(narrowest, width);
    odd = odd == null && width != first.width() ? row : odd;
    if (numbers.isOpen() || numbersBelow.isOpen()) {
      count(row);
    }
    while (columns.size() < width) {
      columns.add(new ColumnValues());
    }
    // The first column has the words or counts them: its many values are not kept.
    List<String> others = row.columns(2);
    for (int c = 2; c <= width; c++) {
      columns.get(c - 1).add(others.get(c - 2));
    }
  }

  private void count(ColumnRow row) {
    String cell = row.column(1);
    numbers.add(row, cell);
    if (row != first) {
      numbersBelow.add(row, cell);
    }
  }

  /** The first row; null if there is none. */
  ColumnRow first() {
    return first;
  }

  /**
   * Decides on the columns.
   *
   * @param named the columns that the user named, if any
   * @param labelled whether tags are read
   */
  ColumnLayout layout(Optional<Columns> named, boolean labelled) {
    boolean known = false;
    if (first != null) {
      FirstRow row = new FirstRow(first, columns, 1 + repeats);
      known = row.hasKnownNames();
      if (known || row.hasOtherNames()) {
        take(row);
      } else if (labelled) {
        row.requireTag(named, width());
      }
    }
    requireNamesOnce();
    if (known && named.isEmpty()) {
      return names.layout(labelled);
    }
    boolean header = names != null;
    int sentence = header ? names.sentence() : ColumnLayout.NONE;
    if (named.isPresent()) {
      int tag = labelled ? named.get().tag() : ColumnLayout.NONE;
      boolean counter = numbers.counted && named.get().word() > 1 && sentence != 1;
      int ids = counter ? 1 : ColumnLayout.NONE;
      return new ColumnLayout(named.get().word(), tag, ids, sentence, header);
    }
    requireOneWidth(labelled);
    if (!header) {
      requireWords();
    }
    boolean counts = hasCounter() && sentence != 1;
    int word = header ? names.word() : counts ? 2 : 1;
    int tag = labelled ? tagColumn(word) : ColumnLayout.NONE;
    int ids = counts && word > 1 ? 1 : ColumnLayout.NONE;
    return new ColumnLayout(word, tag, ids, sentence, header);
  }

  /** Takes the first row, which was counted as data, for names. */
  private void take(FirstRow row) {
    names = row.names();
    numbers = numbersBelow;
    row.remove();
  }

  /** Refuses names that occur again, as in files that were joined. */
  private void requireNamesOnce() {
    if (names != null && again != null) {
      throw new InputException(
          again.source()
              + ": the line with the names of columns ("
              + first.source()
              + ") is repeated here; remove it");
    }
  }

  /** Refuses rows of different widths, in which words or tags would be in the wrong column. */
  private void requireOneWidth(boolean labelled) {
    if (odd == null || first.width() == odd.width() || narrowest == width()) {
      return;
    }
    // Without tags, a row may lack its last columns; between spaces, a word may be parted.
    boolean harmless = !labelled && first.separator() != Separator.SPACE || odd.width() == 1;
    if (!harmless) {
      throw new InputException(
          String.format(
              "%s: %d columns, but the first row has %d; correct it, or name the columns of word and"
                  + " tag (%s) or what separates them (%s)",
              odd.source(), odd.width(), first.width(), Setting.COLUMNS, Setting.SEPARATOR));
    }
  }

  /** Refuses a first column of numbers that do not count the words of each sentence. */
  private void requireWords() {
    if (!numbers.numbered || numbers.counted || numbers.wrong == null || width() < 3) {
      return;
    }
    throw new InputException(
        String.format(
            "%s: the first column has numbers that do not count the words of each sentence; if the"
                + " words are in the second column, name it: %s (or %s if the numbers are"
                + " the words)",
            numbers.wrong.source(), columns(2, width()), columns(1, width())));
  }

  /** The number of columns that every row has, without those that are empty on every row. */
  private int width() {
    int width = columns.size();
    while (width > 1 && columns.get(width - 1).isEmpty()) {
      width--;
    }
    return width;
  }

  /**
   * Whether the first column counts words that are in the second. In a file of two columns the
   * second may have the tags of words that are numbers.
   */
  private boolean hasCounter() {
    int width = width();
    return numbers.counted
        && first != null
        && (width > 2 || width == 2 && !columns.get(1).mayBeTags());
  }

  private int tagColumn(int word) {
    int width = width();
    if (narrowest < width) {
      return 0; // rows of different widths: the last column, whose tags are checked one by one
    }
    if (width == 0) {
      return 0; // no rows
    }
    ColumnValues last = columns.get(width - 1);
    if (word == 1 && (last.tags() || last.outsideOnly())) {
      return width == columns.size() ? 0 : width;
    }
    List<Integer> tags = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int c = 2; c <= width; c++) {
      if (c == word) {
        continue;
      }
      if (columns.get(c - 1).tags()) {
        tags.add(c);
      } else if (columns.get(c - 1).types()) {
        types.add(c);
      }
    }
    if (!tags.isEmpty() && types.contains(width)) {
      tags.add(width); // two readings: letters in one column, bare types in the last
    }
    return choose(tags.isEmpty() ? types : tags, word, width);
  }

  private int choose(List<Integer> tags, int word, int width) {
    if (tags.isEmpty()) {
      return width == columns.size() ? 0 : width;
    }
    if (tags.size() == 1) {
      return tags.contains(width) && width == columns.size() ? 0 : tags.get(0);
    }
    throw new InputException(
        String.format(
            "%s: the columns %s all have tags; choose one: %s or %s",
            first.source(),
            tags,
            columns(word, tags.get(0)),
            columns(word, tags.get(tags.size() - 1))));
  }

  private static String columns(int word, int tag) {
    return Setting.COLUMNS.with(List.of(word, tag).toString());
  }
}

package dev.zener.format;

import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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
 *   <li>If the first row has names ({@code word}, {@code tag}), the names decide, unless the rows
 *       below show that it is a word with its tags.
 *   <li>Other names ({@code TOKEN}, {@code NE-COARSE-LIT}) are found by two signs: one cell names
 *       words, and another looks like a name of tags where all other rows have tags. They decide on
 *       words and sentences, and the tags are looked for as without names.
 *   <li>Any other first row is data, so without a tag where it is needed it is an error.
 * </ul>
 */
final class ColumnSurvey {
  private static final Set<String> WORD_NAMES =
      Set.of(
          "word", "words", "token", "tokens", "form", "text", "mot", "palabra", "parola", "wort");
  private static final Set<String> TAG_NAMES =
      Set.of(
          "tag",
          "tags",
          "ner",
          "ner_tag",
          "ner_tags",
          "nertag",
          "label",
          "labels",
          "ne",
          "iob",
          "bio",
          "entity");

  /** Names that are of entities alone; {@code tag} may be of parts of speech. */
  private static final Set<String> SURE_NAMES =
      Set.of("ner", "ner_tag", "ner_tags", "nertag", "ne", "iob", "bio", "entity");

  /** What is between the words of a name such as {@code NE-COARSE-LIT}. */
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}]+");

  /** What may name a sentence in the first column, but is no word. */
  private static final Pattern NUMBER = Pattern.compile("(?:[Ss]entence:? ?)?\\d+(?:[-.]\\d+)?");

  private static final Set<String> SENTENCE_NAMES =
      Set.of("sentence", "sentence #", "sentence_id", "sent_id", "sentence id", "sentenceid");

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
  private List<String> names;
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

  private static String plain(String cell) {
    return cell.strip().toLowerCase(Locale.ROOT);
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
    boolean known = first != null && hasKnownNames() && !isData();
    if (known || first != null && namesWords() && namesTags()) {
      takeNames();
    } else if (first != null && labelled) {
      requireTag(named);
      if (namesWords()) {
        requireKnownType(named);
      }
    }
    requireNamesOnce();
    if (known && named.isEmpty()) {
      return ofNames(labelled);
    }
    boolean header = names != null;
    int sentence = header ? indexOf(SENTENCE_NAMES) : ColumnLayout.NONE;
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
    int word = header ? indexOf(WORD_NAMES) : counts ? 2 : 1;
    int tag = labelled ? tagColumn(word) : ColumnLayout.NONE;
    int ids = counts && word > 1 ? 1 : ColumnLayout.NONE;
    return new ColumnLayout(word, tag, ids, sentence, header);
  }

  /**
   * Whether a first row with the exact names of words and tags is a word with its tags all the
   * same, such as {@code Word NE B-PRODUCT} with a part of speech. It is if it has a tag where the
   * rows below have tags, unless all of these have a tag where it has the name of tags.
   *
   * @throws InputException if the name of tags is also a value of rows below, so that it may be
   *     both
   */
  private boolean isData() {
    List<String> cells = first.columns();
    names = cells.stream().map(ColumnSurvey::plain).toList();
    int tag = ofNames(true).tag();
    names = null;
    String name = cells.get(tag - 1);
    ColumnValues column = columns.get(tag - 1);
    if (column.tagsExcept(name, 1 + repeats)) {
      return false;
    }
    for (int c = 2; c <= cells.size(); c++) {
      if (TagShape.of(cells.get(c - 1)) != TagShape.OTHER && columns.get(c - 1).tags()) {
        return true;
      }
    }
    if (column.occursMore(name, 1 + repeats)) {
      throw new InputException(
          String.format(
              "%s: '%s' in column %d is a name of columns, but other rows have it too; if the line"
                  + " has names, remove it; if it has a word, put a line with names such as TOKEN and"
                  + " TAG above it",
              first.source(), name, tag));
    }
    return false;
  }

  /** Whether the first row has a known name of words and a known name of tags. */
  private boolean hasKnownNames() {
    List<String> cells = first.columns();
    return cells.stream().map(ColumnSurvey::plain).anyMatch(WORD_NAMES::contains)
        && cells.stream().map(ColumnSurvey::plain).anyMatch(TAG_NAMES::contains);
  }

  /** Whether the first row has a name of words, where it has no tag. */
  private boolean namesWords() {
    List<String> cells = first.columns();
    List<Integer> untagged = untagged();
    return IntStream.rangeClosed(1, cells.size())
        .anyMatch(c -> !untagged.contains(c) && WORD_NAMES.contains(plain(cells.get(c - 1))));
  }

  /**
   * Whether the first row has a name of tags in a column where all other rows have tags. With a
   * name of words it is a second sign of names, since each may be a mistake in a row of data.
   */
  private boolean namesTags() {
    List<String> cells = first.columns();
    List<Integer> untagged = untagged();
    for (int c = 2; c <= cells.size(); c++) {
      String cell = cells.get(c - 1);
      ColumnValues column = columns.get(c - 1);
      boolean all = untagged.contains(c) || column.typesExcept(cell, 1 + repeats);
      if (all && isTagName(cell) && !column.hasRoleOf(cell)) {
        return true;
      }
    }
    return false;
  }

  /** The columns in which all rows have tags but the first. */
  private List<Integer> untagged() {
    List<String> cells = first.columns();
    return IntStream.rangeClosed(2, cells.size())
        .filter(c -> columns.get(c - 1).tagsExcept(cells.get(c - 1), 1 + repeats))
        .boxed()
        .toList();
  }

  /** Takes the first row, which was counted as data, for names. */
  private void takeNames() {
    List<String> cells = first.columns();
    names = cells.stream().map(ColumnSurvey::plain).toList();
    numbers = numbersBelow;
    for (int c = 2; c <= cells.size(); c++) {
      columns.get(c - 1).remove(cells.get(c - 1));
    }
  }

  private static boolean isTagName(String cell) {
    return BETWEEN.splitAsStream(plain(cell)).anyMatch(TAG_NAMES::contains);
  }

  /** Refuses a first row of data without a tag in the column whose tags will be read. */
  private void requireTag(Optional<Columns> named) {
    List<String> cells = first.columns();
    List<Integer> untagged = untagged();
    int tag = named.map(Columns::tag).filter(n -> n > 0).orElse(width());
    if (named.isEmpty() && untagged.size() == 1 && !columns.get(width() - 1).mayBeTags()) {
      tag = untagged.get(0);
    }
    if (untagged.contains(tag)) {
      throw new InputException(
          String.format(
              "%s: '%s' in column %d is no tag, but all other rows have tags there; correct it, or"
                  + " if the line has names of columns, remove it or call the columns of words and"
                  + " tags TOKEN and NER",
              first.source(), cells.get(tag - 1), tag));
    }
  }

  /**
   * Refuses a first row that names words and has a type where the tags are types without roles, if
   * no other row has it: it may be a name as well.
   */
  private void requireKnownType(Optional<Columns> named) {
    List<String> cells = first.columns();
    int tag = named.map(Columns::tag).filter(n -> n > 0).orElse(width());
    if (tag > 1
        && tag <= cells.size()
        && columns.get(tag - 1).typesExcept(cells.get(tag - 1), 1 + repeats)) {
      throw new InputException(
          String.format(
              "%s: '%s' in column %d may be a type or a name of columns, since no other row has it"
                  + " and the line names words; if the line has names, remove it or call the"
                  + " columns of words and tags TOKEN and NER; if it has a word, put a line with"
                  + " names such as TOKEN and TAG above it",
              first.source(), cells.get(tag - 1), tag));
    }
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
              odd.source(),
              odd.width(),
              first.width(),
              Setting.COLUMNS,
              Setting.SEPARATOR));
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

  private ColumnLayout ofNames(boolean labelled) {
    int word = indexOf(WORD_NAMES);
    int sure = indexOf(SURE_NAMES);
    int tag = !labelled ? ColumnLayout.NONE : sure > 0 ? sure : indexOf(TAG_NAMES);
    return new ColumnLayout(word, tag, ColumnLayout.NONE, indexOf(SENTENCE_NAMES), true);
  }

  private int indexOf(Set<String> wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (wanted.contains(names.get(i))) {
        return i + 1;
      }
    }
    return ColumnLayout.NONE;
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

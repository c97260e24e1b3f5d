package dev.zener.format;

import dev.zener.label.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 *   <li>If the first row has names ({@code word}, {@code tag}), the names decide.
 * </ul>
 */
final class ColumnSurvey {
  private static final Set<String> WORD_NAMES =
      Set.of("word", "words", "token", "tokens", "form", "text");
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

  /** What may name a sentence in the first column, but is no word. */
  private static final Pattern NUMBER = Pattern.compile("(?:[Ss]entence:? ?)?\\d+(?:[-.]\\d+)?");

  private static final Set<String> SENTENCE_NAMES =
      Set.of("sentence", "sentence #", "sentence_id", "sent_id", "sentence id", "sentenceid");

  /** A column with more different values than this has no tags. */
  private static final int MOST_VALUES = 4096;

  /** A column with a longer value than this has no tags. */
  private static final int LONGEST_TAG = 1000;

  /** Bare types are few. */
  private static final int MOST_TYPES = 128;

  /** The least share of values that must look like tags, so that a typing error is still found. */
  private static final double LEAST_TAGS = 0.8;

  /** Counts of the values of one column. */
  private static final class Values {
    private final Map<String, int[]> counts = new HashMap<>();
    private int rows;
    private int empty;
    private boolean many;

    void add(String value) {
      rows++;
      if (value.isEmpty()) {
        empty++;
      }
      if (!many) {
        counts.computeIfAbsent(value, v -> new int[1])[0]++;
        many = counts.size() > MOST_VALUES || value.length() > LONGEST_TAG;
      }
      if (many) {
        counts.clear();
      }
    }

    int count(TagShape shape) {
      return counts.entrySet().stream()
          .filter(value -> TagShape.of(value.getKey()) == shape)
          .mapToInt(value -> value.getValue()[0])
          .sum();
    }

    /** Whether the values are tags with letters of a scheme, and at least one is of an entity. */
    boolean tags() {
      int entities = many ? 0 : count(TagShape.ENTITY);
      return entities > 0 && entities + count(TagShape.OUTSIDE) >= LEAST_TAGS * rows;
    }

    /** Whether the values are O and types without letters. */
    boolean types() {
      return !many
          && counts.size() <= MOST_TYPES
          && count(TagShape.OUTSIDE) > 0
          && count(TagShape.ENTITY) == 0
          && counts.keySet().stream().noneMatch(v -> v.isEmpty() || v.indexOf(' ') >= 0);
    }

    boolean outsideOnly() {
      return !many && rows > 0 && count(TagShape.OUTSIDE) == rows;
    }
  }

  private final List<Values> columns = new ArrayList<>();
  private final WordCounter counter = new WordCounter();
  private List<String> names;
  private ColumnRow first;
  private int narrowest = Integer.MAX_VALUE;
  private boolean counted = true;
  private boolean numbered = true;

  /** The first row whose width is not that of the first row. */
  private ColumnRow odd;

  /** The first row whose first column does not count the words of its sentence. */
  private ColumnRow wrong;

  void add(List<ColumnRow> sentence) {
    counter.sentence();
    for (ColumnRow row : sentence) {
      if (first == null) {
        first = row;
        if (isHeader(row.columns())) {
          names = row.columns().stream().map(ColumnSurvey::plain).toList();
          continue;
        }
      }
      add(row);
    }
  }

  private static boolean isHeader(List<String> cells) {
    List<String> names = cells.stream().map(ColumnSurvey::plain).toList();
    return names.stream().anyMatch(WORD_NAMES::contains)
        && names.stream().anyMatch(TAG_NAMES::contains);
  }

  private static String plain(String cell) {
    return cell.strip().toLowerCase(Locale.ROOT);
  }

  private void add(ColumnRow row) {
    List<String> cells = row.columns();
    int width = cells.size();
    narrowest = Math.min(narrowest, width);
    odd = odd == null && width != first.width() ? row : odd;
    numbered = numbered && NUMBER.matcher(cells.get(0)).matches();
    if (counted && counter.next(cells.get(0)) == WordCounter.Kind.WRONG) {
      counted = false;
      wrong = row;
    }
    while (columns.size() < width) {
      columns.add(new Values());
    }
    // The first column has the words or counts them: its many values are not kept.
    for (int c = 2; c <= width; c++) {
      columns.get(c - 1).add(cells.get(c - 1));
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
    if (names != null && named.isEmpty()) {
      return ofNames(labelled);
    }
    boolean header = names != null;
    if (named.isPresent()) {
      int tag = labelled ? named.get().tag() : ColumnLayout.NONE;
      int sentence = header ? indexOf(SENTENCE_NAMES) : ColumnLayout.NONE;
      boolean counter = counted && named.get().word() > 1 && sentence != 1;
      int ids = counter ? 1 : ColumnLayout.NONE;
      return new ColumnLayout(named.get().word(), tag, ids, sentence, header);
    }
    requireOneWidth(labelled);
    requireWords();
    boolean counts = hasCounter();
    int word = counts ? 2 : 1;
    int tag = labelled ? tagColumn(word) : ColumnLayout.NONE;
    int ids = counts ? 1 : ColumnLayout.NONE;
    return new ColumnLayout(word, tag, ids, ColumnLayout.NONE, header);
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
                  + " tag (--columns) or what separates them (--separator)",
              odd.source(), odd.width(), first.width()));
    }
  }

  /** Refuses a first column of numbers that do not count the words of each sentence. */
  private void requireWords() {
    if (!numbered || counted || wrong == null || width() < 3) {
      return;
    }
    throw new InputException(
        String.format(
            "%s: the first column has numbers that do not count the words of each sentence; if the"
                + " words are in the second column, name it: --columns 2,%d (or --columns 1,%d if the"
                + " numbers are the words)",
            wrong.source(), width(), width()));
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
    while (width > 1 && columns.get(width - 1).rows == columns.get(width - 1).empty) {
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
    return counted && first != null && (width > 2 || width == 2 && !isTags(columns.get(1)));
  }

  private static boolean isTags(Values values) {
    return values.tags() || values.types() || values.outsideOnly();
  }

  private int tagColumn(int word) {
    int width = width();
    if (narrowest < width) {
      return 0; // rows of different widths: the last column, whose tags are checked one by one
    }
    if (width == 0) {
      return 0; // no rows
    }
    Values last = columns.get(width - 1);
    if (word == 1 && (last.tags() || last.outsideOnly())) {
      return width == columns.size() ? 0 : width;
    }
    List<Integer> tags = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int c = word + 1; c <= width; c++) {
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
    String a = word + "," + tags.get(0);
    String b = word + "," + tags.get(tags.size() - 1);
    throw new InputException(
        String.format(
            "%s: the columns %s all have tags; choose one: --columns %s or --columns %s (columns:"
                + " [%s] or [%s] in the configuration's format)",
            first.source(), tags, a, b, a.replace(",", ", "), b.replace(",", ", ")));
  }
}

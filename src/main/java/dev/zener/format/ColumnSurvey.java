package dev.zener.format;

import dev.zener.label.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
    private final Map<String, Integer> counts = new HashMap<>();
    private int rows;
    private int empty;
    private boolean many;

    void add(String value) {
      rows++;
      if (value.isEmpty()) {
        empty++;
      }
      if (!many) {
        counts.merge(value, 1, Integer::sum);
        many = counts.size() > MOST_VALUES || value.length() > LONGEST_TAG;
      }
      if (many) {
        counts.clear();
      }
    }

    int count(TagShape shape) {
      return counts.entrySet().stream()
          .filter(value -> TagShape.of(value.getKey()) == shape)
          .mapToInt(Map.Entry::getValue)
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
    counted = counted && counter.next(cells.get(0)) != WordCounter.Kind.WRONG;
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
      int ids = counted && named.get().word() > 1 ? 1 : ColumnLayout.NONE;
      return new ColumnLayout(named.get().word(), tag, ids, ColumnLayout.NONE, header);
    }
    boolean counts = hasCounter();
    int word = counts ? 2 : 1;
    int tag = labelled ? tagColumn(word) : ColumnLayout.NONE;
    int ids = counts ? 1 : ColumnLayout.NONE;
    return new ColumnLayout(word, tag, ids, ColumnLayout.NONE, header);
  }

  private ColumnLayout ofNames(boolean labelled) {
    int word = indexOf(WORD_NAMES);
    int tag = labelled ? indexOf(TAG_NAMES) : ColumnLayout.NONE;
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
    List<Integer> tags = new ArrayList<>();
    List<Integer> types = new ArrayList<>();
    for (int c = word + 1; c <= width; c++) {
      if (columns.get(c - 1).tags()) {
        tags.add(c);
      } else if (columns.get(c - 1).types()) {
        types.add(c);
      }
    }
    return choose(tags.isEmpty() ? types : tags, word, width);
  }

  private int choose(List<Integer> tags, int word, int width) {
    if (tags.isEmpty()) {
      return width == columns.size() ? 0 : width;
    }
    boolean ends = tags.contains(width);
    if (tags.size() == 1) {
      return ends && width == columns.size() ? 0 : tags.get(0);
    }
    if (ends && word == 1) {
      return width == columns.size() ? 0 : width;
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

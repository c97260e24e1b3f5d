package dev.zener.format;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The cells of a row, read as names of columns.
 *
 * @param names the cells in lower case
 */
record ColumnNames(List<String> names) {
  private static final Set<String> WORDS =
      Set.of(
          "word", "words", "token", "tokens", "form", "text", "mot", "palabra", "parola", "wort");

  private static final Set<String> TAGS =
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
  private static final Set<String> SURE =
      Set.of("ner", "ner_tag", "ner_tags", "nertag", "ne", "iob", "bio", "entity");

  private static final Set<String> SENTENCES =
      Set.of("sentence", "sentence #", "sentence_id", "sent_id", "sentence id", "sentenceid");

  /** What is between the words of a name such as {@code NE-COARSE-LIT}. */
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}]+");

  static ColumnNames of(List<String> cells) {
    return new ColumnNames(
        cells.stream().map(cell -> cell.strip().toLowerCase(Locale.ROOT)).toList());
  }

  /** The number of the column of words, or {@link ColumnLayout#NONE}. */
  int word() {
    return indexOf(WORDS);
  }

  /** The number of the column of tags, or {@link ColumnLayout#NONE}. */
  int tag() {
    int sure = indexOf(SURE);
    return sure > 0 ? sure : indexOf(TAGS);
  }

  /** The number of the column that numbers or names sentences, or {@link ColumnLayout#NONE}. */
  int sentence() {
    return indexOf(SENTENCES);
  }

  private int indexOf(Set<String> wanted) {
    for (int i = 0; i < names.size(); i++) {
      if (wanted.contains(names.get(i))) {
        return i + 1;
      }
    }
    return ColumnLayout.NONE;
  }

  /** Whether a column, counted from 1, has a name of words. */
  boolean namesWords(int column) {
    return WORDS.contains(names.get(column - 1));
  }

  /** Whether a part of a column's name is a name of tags. */
  boolean looksLikeTags(int column) {
    return BETWEEN.splitAsStream(names.get(column - 1)).anyMatch(TAGS::contains);
  }

  /** The layout of columns that have these names. */
  ColumnLayout layout(boolean labelled) {
    int tag = labelled ? tag() : ColumnLayout.NONE;
    return new ColumnLayout(word(), tag, ColumnLayout.NONE, sentence(), true);
  }
}

package dev.zener.format;

import dev.zener.problem.InputException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides whether the first row of a file has the names of its columns or is data.
 *
 * <ul>
 *   <li>Known names ({@code word}, {@code tag}) decide, unless the rows below show that the row is
 *       a word with its tags.
 *   <li>Other names ({@code TOKEN}, {@code NE-COARSE-LIT}) are found by two signs: one cell names
 *       words, and another looks like a name of tags where all other rows have tags.
 *   <li>Any other first row is data, so without a tag where it is needed it is an error.
 * </ul>
 */
final class FirstRow {
  private final ColumnRow row;
  private final List<ColumnValues> columns;
  private final int occurrences;
  private final List<String> cells;
  private final ColumnNames names;

  /** The columns, from the second, in which all rows have tags but this one. */
  private final List<Integer> untagged;

  /**
   * The first row of a file that has been read.
   *
   * @param columns the values of all rows
   * @param occurrences how many rows are written like this one, itself included
   */
  FirstRow(ColumnRow row, List<ColumnValues> columns, int occurrences) {
    this.row = row;
    this.columns = columns;
    this.occurrences = occurrences;
    this.cells = row.columns();
    this.names = ColumnNames.of(cells);
    this.untagged =
        IntStream.rangeClosed(2, cells.size())
            .filter(c -> values(c).tagsExcept(cell(c), occurrences))
            .boxed()
            .toList();
  }

  private String cell(int column) {
    return cells.get(column - 1);
  }

  private ColumnValues values(int column) {
    return columns.get(column - 1);
  }

  /** The cells as names. */
  ColumnNames names() {
    return names;
  }

  /**
   * Whether this row has a known name of words and a known name of tags, and is no data.
   *
   * @throws InputException if it may be both
   */
  boolean hasKnownNames() {
    return names.word() != ColumnLayout.NONE && names.tag() != ColumnLayout.NONE && !isData();
  }

  /**
   * Whether a row with the exact names of words and tags is a word with its tags all the same, such
   * as {@code Word NE B-PRODUCT} with a part of speech. It is if it has a tag where the rows below
   * have tags, unless all of these have a tag where it has the name of tags.
   */
  private boolean isData() {
    int tag = names.tag();
    if (values(tag).tagsExcept(cell(tag), occurrences)) {
      return false;
    }
    for (int c = 2; c <= cells.size(); c++) {
      if (TagShape.of(cell(c)) != TagShape.OTHER && values(c).tags()) {
        return true;
      }
    }
    if (values(tag).occursMore(cell(tag), occurrences)) {
      throw new InputException(
          String.format(
              "%s: '%s' in column %d is a name of columns, but other rows have it too; if the line"
                  + " has names, remove it; if it has a word, put a line with names such as TOKEN and"
                  + " TAG above it",
              row.source(), cell(tag), tag));
    }
    return false;
  }

  /** Whether this row has names by two signs, since each may be a mistake in a row of data. */
  boolean hasOtherNames() {
    return namesWords() && namesTags();
  }

  /** Whether a column has a name of words, and not in the place of a tag. */
  private boolean namesWords() {
    return IntStream.rangeClosed(1, cells.size())
        .anyMatch(c -> !untagged.contains(c) && names.namesWords(c));
  }

  /** Whether a column has a name of tags where all other rows have tags. */
  private boolean namesTags() {
    return IntStream.rangeClosed(2, cells.size())
        .filter(c -> untagged.contains(c) || values(c).typesExcept(cell(c), occurrences))
        .anyMatch(c -> names.looksLikeTags(c) && !values(c).hasRoleOf(cell(c)));
  }

  /**
   * Refuses a row of data without a tag in the column whose tags will be read.
   *
   * @param named the columns that the user named, if any
   * @param width the number of columns, see {@link ColumnSurvey}
   */
  void requireTag(Optional<Columns> named, int width) {
    int tag = tagColumn(named, width);
    if (named.isEmpty() && untagged.size() == 1 && !values(width).mayBeTags()) {
      tag = untagged.get(0);
    }
    if (untagged.contains(tag)) {
      throw new InputException(
          String.format(
              "%s: '%s' in column %d is no tag, but all other rows have tags there; correct it, or"
                  + " if the line has names of columns, remove it or call the columns of words and"
                  + " tags TOKEN and NER",
              row.source(), cell(tag), tag));
    }
    if (namesWords()) {
      requireKnownType(tagColumn(named, width));
    }
  }

  private static int tagColumn(Optional<Columns> named, int width) {
    return named.map(Columns::tag).filter(n -> n > 0).orElse(width);
  }

  /**
   * Refuses a row that names words and has a type where the tags are types without roles, if no
   * other row has it: it may be a name as well.
   */
  private void requireKnownType(int tag) {
    if (tag > 1 && tag <= cells.size() && values(tag).typesExcept(cell(tag), occurrences)) {
      throw new InputException(
          String.format(
              "%s: '%s' in column %d may be a type or a name of columns, since no other row has it"
                  + " and the line names words; if the line has names, remove it or call the"
                  + " columns of words and tags TOKEN and NER; if it has a word, put a line with"
                  + " names such as TOKEN and TAG above it",
              row.source(), cell(tag), tag));
    }
  }

  /** Takes this row, which was counted as data, out of the values of the columns. */
  void remove() {
    for (int c = 2; c <= cells.size(); c++) {
      values(c).remove(cell(c));
    }
  }
}

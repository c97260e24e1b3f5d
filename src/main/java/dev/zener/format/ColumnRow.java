package dev.zener.format;

import dev.zener.data.Source;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.List;

/**
 * The line of one word in a file of columns.
 *
 * @param source its location
 * @param text the line
 * @param separator the separator of its columns; never {@link Separator#AUTO}
 * @param width the number of its columns
 * @param strings what its columns share with those of other lines
 */
record ColumnRow(
    Source source, String text, Separator separator, int width, SharedStrings strings) {
  /** The maximum number of columns, which keeps the time and memory of a hostile line small. */
  static final int MOST = 1000;

  /**
   * Parses a line.
   *
   * @throws InputException if it has more than {@link #MOST} columns
   */
  static ColumnRow of(Source source, String text, Separator separator, SharedStrings strings) {
    Separator used = separator.of(text);
    int width = used.width(text);
    if (used.endsInQuotes(text)) {
      throw new InputException(
          source
              + ": a quote is open at the end of the line; close it, and write each word on one"
              + " line");
    }
    if (width > MOST) {
      throw new InputException(
          "%s: %d columns; allowed: up to %d; name the format if these are no columns (%s)"
              .formatted(source, width, MOST, Setting.FORMAT));
    }
    return new ColumnRow(source, text, used, width, strings);
  }

  /**
   * The text of a column.
   *
   * @param number the column's number, from 1 to {@link #width}
   */
  String column(int number) {
    return separator.column(text, number, strings);
  }

  List<String> columns() {
    return columns(1);
  }

  /** The texts of the columns from this number on. */
  List<String> columns(int from) {
    return separator.columns(text, from, width, strings);
  }

  String last() {
    return column(width);
  }

  /** Whether the last column looks like a tag. */
  boolean tagged() {
    return width > 1 && TagShape.of(last()) != TagShape.OTHER;
  }

  /** Whether there is nothing in the line, or in a line with quotes nothing in its columns. */
  boolean blank() {
    if (separator.quotes()) {
      return columns().stream().allMatch(String::isBlank);
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != ' ' && text.charAt(i) != '\t') {
        return false;
      }
    }
    return true;
  }

  boolean mayBeComment() {
    return text.startsWith("#")
        && (text.length() == 1 || text.charAt(1) == ' ' || text.charAt(1) == '\t');
  }
}

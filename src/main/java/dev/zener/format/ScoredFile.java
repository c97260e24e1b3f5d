package dev.zener.format;

import dev.zener.label.InputException;
import dev.zener.label.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Reads CoNLL columns of which the last two are the gold and the predicted tag, as written by
 * {@link ConllWriter} and most taggers. Each line must have as many columns as the first, at least
 * three, and both tags must be valid tags.
 */
public final class ScoredFile {
  private ScoredFile() {}

  /**
   * Passes the gold and the predicted tags of each sentence to a consumer.
   *
   * @throws InputException for an invalid line, with file and line
   */
  public static void read(Path file, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    read(TextSource.of(file), each);
  }

  /** As {@link #read(Path, BiConsumer)}, from a stream; {@code name} is used in messages. */
  public static void read(InputStream in, String name, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    read(TextSource.of(in, name), each);
  }

  private static void read(TextSource source, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    try (LineReader lines = source.lines(StandardCharsets.UTF_8)) {
      read(new ColumnSentences(lines, Separator.AUTO), each);
    }
  }

  private static void read(ColumnSentences rows, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    int columns = -1;
    for (List<ColumnRow> sentence = rows.next(); sentence != null; sentence = rows.next()) {
      columns = columns < 0 ? sentence.get(0).width() : columns;
      List<String> gold = new ArrayList<>(sentence.size());
      List<String> predicted = new ArrayList<>(sentence.size());
      for (ColumnRow row : sentence) {
        requireColumns(row, columns);
        gold.add(tag(row, columns - 2, "gold"));
        predicted.add(tag(row, columns - 1, "predicted"));
      }
      each.accept(gold, predicted);
    }
  }

  private static void requireColumns(ColumnRow row, int columns) {
    int found = row.width();
    if (found != columns || columns < 3) {
      throw new InputException(
          String.format(
              "%s: %d columns; expected: word ... gold predicted, %d columns as on the first line",
              row.source(), found, Math.max(columns, 3)));
    }
  }

  private static String tag(ColumnRow row, int column, String what) {
    String tag = row.column(column + 1);
    if (Tag.find(tag).isEmpty()) {
      throw new InputException(
          String.format(
              "%s: %s tag '%s' is not valid; allowed: O, B-X, I-X, E-X, S-X",
              row.source(), what, tag));
    }
    return tag;
  }
}

package dev.zener.data;

import dev.zener.data.ConllRows.Row;
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
    try (InputStream in = Files.newInputStream(file)) {
      read(in, file.toString(), each);
    }
  }

  /** As {@link #read(Path, BiConsumer)}, from a stream; {@code name} is used in messages. */
  public static void read(InputStream in, String name, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    ConllRows rows =
        new ConllRows(new LineReader(in, name, StandardCharsets.UTF_8), Separator.AUTO);
    int columns = -1;
    for (List<Row> sentence = rows.next(); sentence != null; sentence = rows.next()) {
      columns = columns < 0 ? sentence.get(0).columns().size() : columns;
      List<String> gold = new ArrayList<>(sentence.size());
      List<String> predicted = new ArrayList<>(sentence.size());
      for (Row row : sentence) {
        requireColumns(row, columns);
        gold.add(tag(row, columns - 2, "gold"));
        predicted.add(tag(row, columns - 1, "predicted"));
      }
      each.accept(gold, predicted);
    }
  }

  private static void requireColumns(Row row, int columns) {
    int found = row.columns().size();
    if (found != columns || columns < 3) {
      throw new InputException(
          String.format(
              "%s: %d columns; expected: word ... gold predicted, %d columns as on the first line",
              row.source(), found, Math.max(columns, 3)));
    }
  }

  private static String tag(Row row, int column, String what) {
    String tag = row.columns().get(column);
    if (Tag.find(tag).isEmpty()) {
      throw new InputException(
          String.format(
              "%s: %s tag '%s' is not valid; allowed: O, B-X, I-X, E-X, S-X",
              row.source(), what, tag));
    }
    return tag;
  }
}

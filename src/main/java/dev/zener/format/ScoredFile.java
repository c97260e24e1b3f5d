package dev.zener.format;

import dev.zener.label.InputException;
import dev.zener.label.Scheme;
import dev.zener.label.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    read(TextSource.of(file), Optional.empty(), each);
  }

  /** As {@link #read(Path, BiConsumer)}, from a stream; {@code name} is used in messages. */
  public static void read(InputStream in, String name, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    read(in, name, Optional.empty(), each);
  }

  /**
   * The same; if there is a scheme, all tags must be of it.
   *
   * @throws InputException for an invalid line, with file and line
   */
  public static void read(
      InputStream in,
      String name,
      Optional<Scheme> scheme,
      BiConsumer<List<String>, List<String>> each)
      throws IOException {
    read(TextSource.of(in, name), scheme, each);
  }

  private static void read(
      TextSource source, Optional<Scheme> scheme, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    try (LineReader lines = source.lines(StandardCharsets.UTF_8)) {
      read(new ColumnSentences(lines, Separator.AUTO), scheme, each);
    }
  }

  private static void read(
      ColumnSentences rows, Optional<Scheme> scheme, BiConsumer<List<String>, List<String>> each)
      throws IOException {
    int columns = -1;
    for (List<ColumnRow> sentence = rows.next(); sentence != null; sentence = rows.next()) {
      columns = columns < 0 ? sentence.get(0).width() : columns;
      List<String> gold = new ArrayList<>(sentence.size());
      List<String> predicted = new ArrayList<>(sentence.size());
      for (ColumnRow row : sentence) {
        requireColumns(row, columns);
        gold.add(tag(row, columns - 2, "gold", scheme));
        predicted.add(tag(row, columns - 1, "predicted", scheme));
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

  private static String tag(ColumnRow row, int column, String what, Optional<Scheme> scheme) {
    String tag = row.column(column + 1);
    Optional<Tag> known = Tag.find(tag);
    if (known.isEmpty()) {
      throw new InputException(
          String.format(
              "%s: %s tag '%s' is not valid; allowed: O, B-X, I-X, E-X, S-X",
              row.source(), what, tag));
    }
    if (scheme.isPresent() && !scheme.get().has(known.get())) {
      throw new InputException(
          "%s: %s tag '%s' is not one of %s; allowed: %s; name the scheme of the tags (--scheme)"
              .formatted(row.source(), what, tag, scheme.get(), scheme.get().allowed()));
    }
    return tag;
  }
}

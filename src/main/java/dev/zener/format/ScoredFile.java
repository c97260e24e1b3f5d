package dev.zener.format;

import dev.zener.label.Notation.Form;
import dev.zener.label.Scheme;
import dev.zener.label.Tag;
import dev.zener.label.TagReading;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads columns of which the last two are the gold and the predicted tag, as written by {@link
 * ConllWriter} and most taggers. Each line must have as many columns as the first, at least three.
 * Each of the two columns may have any notation of tags.
 */
public final class ScoredFile {
  private final List<List<ColumnRow>> sentences = new ArrayList<>();
  private int width = -1;
  private int columns;

  private ScoredFile(ColumnSentences rows) throws IOException {
    for (List<ColumnRow> sentence = rows.next(); sentence != null; sentence = rows.next()) {
      width = width < 0 ? sentence.get(0).width() : width;
      sentence.forEach(this::requireColumns);
      sentences.add(sentence);
    }
    columns = width;
    while (columns > 3 && column(columns).allMatch(c -> c.stream().allMatch(String::isEmpty))) {
      columns--; // a TAB at the end of every line
    }
  }

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
    ScoredFile file;
    try (LineReader lines = source.lines("convert the file to UTF-8")) {
      file =
          new ScoredFile(
              new ColumnSentences(lines, Separator.AUTO, new SharedStrings(SharedStrings.MOST)));
    }
    List<List<String>> tags = file.tags();
    if (scheme.isPresent()) {
      file.require(scheme.get(), tags);
    }
    int sentences = file.sentences.size();
    for (int s = 0; s < sentences; s++) {
      each.accept(tags.get(s), tags.get(sentences + s));
    }
  }

  private void requireColumns(ColumnRow row) {
    if (row.width() != width || width < 3) {
      throw new InputException(
          String.format(
              "%s: %d columns; expected: word ... gold predicted, %d columns as on the first line",
              row.source(), row.width(), Math.max(width, 3)));
    }
  }

  /**
   * The gold tags of each sentence and then the predicted ones, in the canonical notation. The
   * columns may differ in notation, except that types without roles are no tags beside tags with
   * roles.
   */
  private List<List<String>> tags() {
    TagReading gold = reading(columns - 1);
    TagReading predicted = reading(columns);
    if ((gold.notation().form() == Form.BARE) != (predicted.notation().form() == Form.BARE)) {
      return reading(columns - 1, columns).tags();
    }
    return Stream.of(gold, predicted).flatMap(reading -> reading.tags().stream()).toList();
  }

  /** Reads the tags of columns, numbered from 1; all sentences of one and then of the next. */
  private TagReading reading(int... numbers) {
    return TagReading.of(
        IntStream.of(numbers).boxed().flatMap(this::column).toList(),
        Optional.empty(),
        (s, word) -> place(s, word, numbers[s / sentences.size()]));
  }

  private Stream<List<String>> column(int number) {
    return sentences.stream().map(rows -> rows.stream().map(r -> r.column(number)).toList());
  }

  private String place(int s, int word, int number) {
    String what = number == columns ? "predicted column" : "gold column";
    return sentences.get(s % sentences.size()).get(word).source() + ": " + what;
  }

  private void require(Scheme scheme, List<List<String>> tags) {
    for (int s = 0; s < tags.size(); s++) {
      for (int word = 0; word < tags.get(s).size(); word++) {
        String tag = tags.get(s).get(word);
        if (!scheme.has(Tag.parse(tag))) {
          int number = s < sentences.size() ? columns - 1 : columns;
          throw new InputException(
              "%s: tag '%s' is not one of %s; allowed: %s; name the scheme of the tags (%s)"
                  .formatted(
                      place(s, word, number), tag, scheme, scheme.allowed(), Setting.SCHEME));
        }
      }
    }
  }
}

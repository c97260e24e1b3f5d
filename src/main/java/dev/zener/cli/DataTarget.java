package dev.zener.cli;

import dev.zener.data.Entity;
import dev.zener.files.AtomicFile;
import dev.zener.format.Origin;
import dev.zener.format.OutputFormat;
import dev.zener.format.TaggedItem;
import dev.zener.format.WriteOptions;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPOutputStream;

/**
 * Where labelled data is written.
 *
 * @param files the files, which appear only when complete
 * @param format the format; empty for brat, whose data is in two files
 * @param writing writes the files
 */
record DataTarget(List<Path> files, Optional<OutputFormat> format, Writing writing) {
  /** The name of brat on the command line and for people. */
  static final String BRAT = "brat";

  private static final String PACKED = ".gz";

  /** Writes what contents pass to a writer. */
  @FunctionalInterface
  interface Writing {
    void write(BratFiles.Contents contents) throws IOException;
  }

  /** Two files for brat, named like {@code file} up to its extension. */
  static DataTarget brat(Path file) {
    BratFiles files = BratFiles.of(file);
    return new DataTarget(
        List.of(files.texts(), files.annotations()), Optional.empty(), files::write);
  }

  /** A file; JSON is an array if its name ends with .json, and .gz is packed. */
  static DataTarget of(OutputFormat format, Path file, WriteOptions options) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    boolean packed = name.endsWith(PACKED);
    boolean array = name.endsWith(".json") || name.endsWith(".json" + PACKED);
    Writing writing =
        contents ->
            AtomicFile.write(
                file,
                temporary -> {
                  try (Writer out = writer(temporary, packed)) {
                    contents.writeTo(format.writer(out, options.withArray(array)));
                  }
                });
    return new DataTarget(List.of(file), Optional.of(format), writing);
  }

  private static Writer writer(Path file, boolean packed) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return new BufferedWriter(
        new OutputStreamWriter(packed ? new GZIPOutputStream(out) : out, StandardCharsets.UTF_8));
  }

  String title() {
    return format.map(OutputFormat::title).orElse(BRAT);
  }

  /** Whether a text is written as it is. */
  boolean holdsText() {
    return format.map(OutputFormat::holdsText).orElse(true);
  }

  /** What of these sentences and texts the format cannot hold, with counts. */
  Map<String, Long> losses(List<TaggedItem> items) {
    boolean words = format.map(OutputFormat::holdsWords).orElse(false);
    boolean sure = format.map(OutputFormat::holdsConfidence).orElse(false);
    Predicate<Origin> keeps = o -> format.map(f -> f.keeps(o)).orElse(o == Origin.NONE);
    Predicate<Entity> lost = entity -> !sure && entity.confidence().isPresent();
    Map<String, Long> losses = new LinkedHashMap<>();
    losses.put(
        "sentences without separate words",
        items.stream().filter(i -> !words && i.sentence().presplit()).count());
    losses.put(
        "texts split into words",
        items.stream().filter(i -> !holdsText() && !i.sentence().presplit()).count());
    losses.put(
        "records without their other keys",
        items.stream().map(TaggedItem::origin).filter(isLost(Origin.Json.class, keeps)).count());
    losses.put(
        "sentences without their comments and other columns",
        items.stream().map(TaggedItem::origin).filter(isLost(Origin.Conllu.class, keeps)).count());
    losses.put(
        "entities without their confidence",
        items.stream().flatMap(i -> i.entities().stream()).filter(lost).count());
    losses.values().removeIf(count -> count == 0);
    return losses;
  }

  private static Predicate<Origin> isLost(Class<? extends Origin> kind, Predicate<Origin> keeps) {
    return origin -> kind.isInstance(origin) && !keeps.test(origin);
  }
}

package dev.zener.report;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.files.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An HTML page of sentences with their entities highlighted. It is a single file without scripts or
 * external resources. The text of its {@code main} element is exactly the text of the sentences;
 * entity types are shown by the style sheet ({@link EntityStyle}).
 *
 * <p>Sentences are written to a temporary file as they are added, because the head of the page
 * contains counts that are known only at the end. Not thread-safe.
 */
public final class EntityPage {
  /** Adds the sentences to a page. */
  @FunctionalInterface
  public interface Contents {
    void addTo(EntityPage page) throws IOException;
  }

  /** A content security policy: even if escaping failed, a browser would run and fetch nothing. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private final Path file;
  private final Writer sentences;

  /** The number of entities by type, in the order of the types' CSS classes. */
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  private final Map<String, String> classes = new LinkedHashMap<>();
  private long added;

  private EntityPage(Path file, Writer sentences) {
    this.file = file;
    this.sentences = sentences;
  }

  /**
   * Writes a page. The file appears under its name only when complete; after an exception,
   * including one thrown by {@code contents}, it is unchanged. Missing parent folders are created.
   *
   * @param title the title, which names what was tagged
   * @throws UncheckedIOException if the file cannot be written
   */
  public static void write(Path file, String title, Contents contents) throws IOException {
    AtomicFile.write(
        file,
        temporary -> {
          Path body = temporary.resolveSibling(temporary.getFileName() + ".body");
          try {
            EntityPage page;
            try (Writer sentences = Files.newBufferedWriter(body, StandardCharsets.UTF_8)) {
              page = new EntityPage(file, sentences);
              contents.addTo(page);
            }
            page.join(title, body, temporary);
          } finally {
            Files.deleteIfExists(body);
          }
        });
  }

  /**
   * Adds a sentence.
   *
   * @param entities the entities, from left to right, without overlaps
   * @throws UncheckedIOException if the file cannot be written
   */
  public void add(String text, List<Entity> entities) {
    StringBuilder line = new StringBuilder("<p dir=\"auto\">");
    int end = 0;
    for (Entity entity : entities) {
      CharSpan span = entity.characters();
      if (span.start() < end || span.end() > text.length()) {
        throw new IllegalArgumentException(
            "%s: needs to lie in [%d, %d), behind the entity before"
                .formatted(entity, end, text.length()));
      }
      line.append(Html.escape(text.substring(end, span.start())));
      mark(entity, span.of(text), line);
      end = span.end();
    }
    line.append(Html.escape(text.substring(end))).append("</p>\n");
    try {
      sentences.append(line);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
    added++;
  }

  private void mark(Entity entity, String text, StringBuilder line) {
    String type = entity.type();
    String name = classes.computeIfAbsent(type, t -> EntityStyle.type(classes.size()));
    counts.merge(type, 1, Integer::sum);
    String title = type;
    if (entity.confidence().isPresent()) {
      title += String.format(Locale.ROOT, ", confidence %.3f", entity.confidence().getAsDouble());
    }
    line.append("<mark class=\"").append(name).append(EntityStyle.direction(text));
    line.append("\" data-type=\"").append(Html.escape(type));
    line.append("\" title=\"").append(Html.escape(title)).append("\">");
    line.append(Html.escape(text)).append("</mark>");
  }

  private void join(String title, Path body, Path whole) throws IOException {
    try (var out = Files.newOutputStream(whole)) {
      out.write(head(Html.escape(title)).getBytes(StandardCharsets.UTF_8));
      Files.copy(body, out);
      out.write("</main>\n</body>\n</html>\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The head of the page. {@code lang=""} means that the language of the sentences is unknown. */
  private String head(String title) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="%s">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <header>
        <h1 dir="auto">%s</h1>
        <p>%s</p>
        %s</header>
        <main lang="">
        """
        .formatted(POLICY, title, EntityStyle.sheet(counts.keySet()), title, summary(), legend());
  }

  private String summary() {
    long entities = counts.values().stream().mapToLong(Integer::longValue).sum();
    return count(added, "sentence", "sentences") + ", " + count(entities, "entity", "entities");
  }

  private static String count(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  /** The legend, with the most frequent type first. */
  private String legend() {
    List<String> types = new ArrayList<>(counts.keySet());
    types.sort(
        Comparator.comparing((String type) -> -counts.get(type))
            .thenComparing(Comparator.naturalOrder()));
    StringBuilder list = new StringBuilder();
    for (String type : types) {
      list.append(
          String.format(
              Locale.ROOT,
              "<li class=\"%s\"><bdi>%s</bdi> <span>%,d</span></li>\n",
              classes.get(type),
              Html.escape(type),
              counts.get(type)));
    }
    return list.isEmpty() ? "" : "<ul aria-label=\"Types\">\n" + list + "</ul>\n";
  }
}

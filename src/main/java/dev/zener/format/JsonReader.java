package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the records of a JSON file, one per line, in an array, or one after another. The first
 * record with an entity decides on the shape of all. With one record per line, an empty line is a
 * sentence without words.
 */
final class JsonReader implements ItemReader {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Gives one record after another; null after the last. */
  private interface Records {
    JsonNode next() throws IOException;
  }

  private final FileFormat.Opening opening;
  private final ReadNotes notes = new ReadNotes();
  private final Deque<Item> pending = new ArrayDeque<>();
  private final String layout;
  private final Records records;
  private final InputStream in;
  private final PlainJson plain;
  private Source source;
  private JsonShape shape;
  private boolean decided;

  JsonReader(FileFormat.Opening opening) throws IOException {
    this.opening = opening;
    boolean lines = isOnePerLine(opening.source().head(false));
    this.plain = new PlainJson(opening.shared());
    this.in = opening.source().open();
    this.source = new Source(opening.source().name(), 0);
    this.records = lines ? lines() : values();
    this.layout = lines ? "JSON lines" : "JSON";
    notes.layout(layout);
  }

  /** Whether the first line is a whole record, and not the beginning of one or of an array. */
  private static boolean isOnePerLine(Head head) {
    String text = head.text();
    if (beginsArray(text)) {
      return false;
    }
    List<String> lines = head.lines().stream().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty()) {
      return true;
    }
    if (text.indexOf('\n', text.indexOf(lines.get(0))) < 0) {
      return head.bytes().length < HeadedStream.HEAD; // a longer line may be a whole file
    }
    try {
      JSON.readTree(lines.get(0));
      return true;
    } catch (NumberFormatException e) {
      return true;
    } catch (JacksonException e) {
      if (!JsonProblem.isEnd(e)) {
        return true;
      }
      // A record goes on over several lines, unless the next one begins on the next line.
      String line = lines.get(0).stripTrailing();
      boolean open = "{[,:".indexOf(line.charAt(line.length() - 1)) >= 0;
      return !open && (lines.size() == 1 || lines.get(1).strip().startsWith("{"));
    }
  }

  /** Whether a text begins with an array of records, and not with a record of spaCy. */
  private static boolean beginsArray(String text) {
    String start = text.stripLeading();
    return start.startsWith("[") && !start.substring(1).stripLeading().startsWith("\"");
  }

  @Override
  public Item next() throws IOException {
    while (pending.isEmpty()) {
      JsonNode record = records.next();
      if (record == null) {
        return null;
      }
      if (record.isMissingNode()) {
        return new Item(
            Sentence.ofWords(List.of(), source), new Labels.Spans(List.of()), Origin.NONE);
      }
      pending.addAll(items(record));
    }
    return pending.remove();
  }

  private List<Item> items(JsonNode record) {
    if (!decided) {
      shape = JsonShapes.of(record);
      decided = JsonShapes.isTelling(record);
      notes.layout(layout + ", " + shape.title());
    }
    return shape.read(new JsonRecord(record, source, opening, notes, shape));
  }

  private Records lines() {
    LineReader lines =
        new LineReader(
            in, opening.source().name(), StandardCharsets.UTF_8, "JSON is UTF-8; convert the file");
    return () -> {
      boolean more = lines.advance();
      source = lines.source();
      return more ? record(lines) : null;
    };
  }

  private JsonNode record(LineReader lines) {
    JsonNode record = plain.read(lines.bytes(), lines.start(), lines.end());
    if (record != null) {
      return record;
    }
    String line = lines.text();
    return line.isBlank() ? JSON.missingNode() : parse(line);
  }

  private JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      throw new InputException(source + ": " + JsonProblem.of(e, "column"), e);
    } catch (NumberFormatException e) {
      throw new InputException(source + ": " + JsonProblem.NUMBER, e);
    }
  }

  private Records values() {
    JsonValues values = new JsonValues(in, opening.source().name());
    return () -> {
      JsonNode value = values.next();
      source = values.source();
      return value;
    };
  }

  @Override
  public ReadNotes notes() {
    return notes;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

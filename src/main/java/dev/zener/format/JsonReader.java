package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the records of a JSON file, one per line, in an array, or one after another. The first
 * record decides on the shape of all. With one record per line, an empty line is a sentence without
 * words.
 */
final class JsonReader implements ItemReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  /** Gives one record after another; null after the last. */
  private interface Records {
    JsonNode next() throws IOException;
  }

  private final FileFormat.Opening opening;
  private final ReadNotes notes = new ReadNotes();
  private final Deque<Item> pending = new ArrayDeque<>();
  private final Records records;
  private final InputStream in;
  private Source source;
  private JsonShape shape;

  JsonReader(FileFormat.Opening opening) throws IOException {
    this.opening = opening;
    boolean lines = isOnePerLine(opening.source().head(false));
    this.in = opening.source().open();
    this.source = new Source(opening.source().name(), 0);
    this.records = lines ? lines() : values();
    notes.layout(lines ? "JSON lines" : "JSON");
  }

  /** Whether the first line is a whole record. A line that begins an array of records is not. */
  private static boolean isOnePerLine(Head head) {
    for (String line : head.lines()) {
      if (!line.isBlank()) {
        return isRecord(line);
      }
    }
    return true;
  }

  private static boolean isRecord(String line) {
    try {
      JsonNode value = JSON.readTree(line);
      return value.isObject() || value.isArray() && value.path(0).isString();
    } catch (JacksonException e) {
      // A broken first line is reported as such; a record that goes on over several lines is not.
      String text = line.strip();
      return !text.equals("[") && !text.equals("{") && text.endsWith("}");
    }
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
    if (shape == null) {
      shape = JsonShapes.of(record);
      notes.layout(notes.layout() + ", " + shape.title());
    }
    return shape.read(new JsonRecord(record, source, opening, notes));
  }

  private Records lines() {
    LineReader lines = new LineReader(in, opening.source().name(), StandardCharsets.UTF_8);
    return () -> {
      String line = lines.next();
      source = lines.source();
      return line == null ? null : line.isBlank() ? JSON.missingNode() : parse(line);
    };
  }

  private JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JacksonException e) {
      throw new InputException(source + ": " + JsonProblem.of(e), e);
    }
  }

  private Records values() {
    JsonParser parser = JSON.createParser(in);
    boolean[] array = {false};
    return () -> {
      try {
        return value(parser, array);
      } catch (JacksonException e) {
        int line = Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getLineNr());
        Source at = new Source(opening.source().name(), line);
        throw new InputException(at + ": " + JsonProblem.of(e), e);
      }
    };
  }

  private JsonNode value(JsonParser parser, boolean[] array) {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_ARRAY && !array[0]) {
      array[0] = true;
      token = parser.nextToken();
    }
    if (token == JsonToken.END_ARRAY && array[0]) {
      array[0] = false;
      token = parser.nextToken();
    }
    if (token == null) {
      return null;
    }
    source = new Source(opening.source().name(), parser.currentTokenLocation().getLineNr());
    return JSON.readTree(parser);
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

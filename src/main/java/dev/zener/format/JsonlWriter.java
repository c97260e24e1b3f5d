package dev.zener.format;

import dev.zener.data.Source;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes JSON lines with LF as line end, or an array with a record per line. A record has the keys
 * of its origin first, then on request its location, then what its shape writes.
 */
final class JsonlWriter implements ItemWriter {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FILE = "file";
  private static final String LINE = "line";

  private final Appendable out;
  private final JsonShape shape;
  private final WriteOptions options;
  private final Map<String, Integer> changes = new TreeMap<>();
  private boolean started;

  JsonlWriter(Appendable out, JsonShape shape, WriteOptions options) {
    this.out = out;
    this.shape = shape;
    this.options = options;
  }

  @Override
  public void write(TaggedItem item) throws IOException {
    String record = escaped(JSON.writeValueAsString(record(item)));
    if (options.array()) {
      out.append(started ? ",\n" : "[\n").append(record);
    } else {
      out.append(record).append('\n');
    }
    started = true;
  }

  @Override
  public void end() throws IOException {
    if (options.array()) {
      out.append(started ? "\n]\n" : "[]\n");
    }
  }

  private JsonNode record(TaggedItem item) {
    JsonNode own = shape.write(item, options);
    if (!(own instanceof ObjectNode object)) {
      if (item.origin() instanceof Origin.Json) {
        changes.merge("records without their other keys", 1, Integer::sum);
      }
      return own;
    }
    ObjectNode record = JSON.createObjectNode();
    if (item.origin() instanceof Origin.Json json) {
      json.keys().propertyStream().forEach(key -> put(record, object, key));
    }
    if (options.locations()) {
      locate(record, item.sentence().source());
    }
    return record.setAll(object);
  }

  private void put(ObjectNode record, ObjectNode own, Map.Entry<String, JsonNode> key) {
    if (isIn(own.path(key.getKey()), key.getValue())) {
      return; // the shape has written it itself
    }
    if (own.has(key.getKey()) || shape.keys().contains(key.getKey())) {
      changes.merge(
          "keys '%s' left out, since the output uses them".formatted(key.getKey()),
          1,
          Integer::sum);
    } else {
      record.set(key.getKey(), key.getValue());
    }
  }

  private static boolean isIn(JsonNode written, JsonNode value) {
    return written.equals(value)
        || written.isObject()
            && value.isObject()
            && value.propertyStream().allMatch(p -> p.getValue().equals(written.get(p.getKey())));
  }

  private static void locate(ObjectNode record, Source source) {
    for (String key : new String[] {FILE, LINE}) {
      if (record.has(key)) {
        throw new InputException(
            "the record has a key \"%s\", which the location would replace; rename it, or leave out"
                    .formatted(key)
                + " "
                + Setting.LOCATIONS);
      }
    }
    record.put(FILE, source.file()).put(LINE, source.line());
  }

  @Override
  public Map<String, Integer> changes() {
    return Collections.unmodifiableMap(changes);
  }

  /**
   * Escapes lone surrogates, which UTF-8 cannot represent, and the line separators of Unicode, at
   * which some readers end a line. Both occur only inside strings.
   */
  private static String escaped(String json) {
    StringBuilder escaped = null;
    int from = 0;
    for (int i = 0; i < json.length(); i++) {
      char unit = json.charAt(i);
      if (unit == '\u0085'
          || unit == '\u2028'
          || unit == '\u2029'
          || LoneSurrogates.isAt(json, i)) {
        escaped = escaped == null ? new StringBuilder(json.length() + 16) : escaped;
        escaped.append(json, from, i).append(String.format("\\u%04x", (int) unit));
        from = i + 1;
      }
    }
    return escaped == null ? json : escaped.append(json, from, json.length()).toString();
  }
}

package dev.zener.data;

import dev.zener.label.InputException;
import dev.zener.label.Scheme;
import dev.zener.label.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads sentences from JSON lines: {@code {"tokens":[...],"tags":[...]}} or {@code {"text":...,
 * "entities":[{"start":...,"end":...,"type":...}]}}. Other keys are ignored. An empty line is a
 * sentence without words.
 */
final class JsonlReader {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private final LineReader lines;
  private final WordSplitter splitter;
  private final Offsets offsets;
  private final EntityAligner aligner;

  JsonlReader(LineReader lines, ReadOptions options, WordSplitter splitter) {
    this.lines = lines;
    this.splitter = splitter;
    this.offsets = options.offsets();
    this.aligner = new EntityAligner(options.repair());
  }

  /** The words of the next line; tags and entities are not read. Null after the last line. */
  Sentence nextUnlabelled() throws IOException {
    String line = lines.next();
    return line == null ? null : line.isBlank() ? empty() : sentence(parse(line));
  }

  /** The next line with its tags. Null after the last line. */
  RawSentence nextLabelled() throws IOException {
    String line = lines.next();
    if (line == null) {
      return null;
    }
    if (line.isBlank()) {
      return RawSentence.of(empty(), List.of(), true);
    }
    JsonNode record = parse(line);
    return record.has("tokens") ? ofTokens(record) : ofText(record);
  }

  private Sentence empty() {
    return Sentence.ofWords(List.of(), lines.source());
  }

  private JsonNode parse(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw new InputException(lines.source() + ": not valid JSON: " + e.getOriginalMessage(), e);
    }
    throw wrong("not a JSON object; expected: an object with \"tokens\" or \"text\"");
  }

  private Sentence sentence(JsonNode record) {
    if (record.has("tokens")) {
      return Sentence.ofWords(strings(record, "tokens"), lines.source());
    }
    JsonNode text = record.path("text");
    if (!text.isString()) {
      throw wrong("the object has neither \"tokens\" (a list of strings) nor \"text\" (a string)");
    }
    return Sentence.ofText(text.stringValue(), splitter, lines.source());
  }

  private RawSentence ofTokens(JsonNode record) {
    Sentence sentence = sentence(record);
    List<String> tags = strings(record, "tags");
    if (tags.size() != sentence.size()) {
      throw wrong(sentence.size() + " tokens with " + tags.size() + " tags");
    }
    return RawSentence.of(sentence, tags, false);
  }

  private RawSentence ofText(JsonNode record) {
    Sentence sentence = sentence(record);
    JsonNode list = record.path("entities");
    if (!list.isArray()) {
      throw wrong("\"text\" requires \"entities\", a list (empty if there are none)");
    }
    List<Entity> entities = new ArrayList<>();
    IntUnaryOperator toUnits = offsets.toUnits(sentence.text());
    for (JsonNode entity : list) {
      entities.add(entity(entity, sentence.text(), toUnits));
    }
    List<Span> spans = aligner.align(sentence, entities);
    return RawSentence.of(sentence, Scheme.IOB2.encode(sentence.size(), spans), true);
  }

  private Entity entity(JsonNode node, String text, IntUnaryOperator toUnits) {
    JsonNode start = node.path("start");
    JsonNode end = node.path("end");
    JsonNode type = node.path("type");
    if (!start.canConvertToInt() || !end.canConvertToInt() || !type.isString()) {
      throw wrong("entity " + node + " requires whole numbers start and end, and a string type");
    }
    try {
      CharSpan characters =
          new CharSpan(toUnits.applyAsInt(start.intValue()), toUnits.applyAsInt(end.intValue()));
      return new Entity(characters, type.stringValue(), OptionalDouble.empty());
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new InputException(
          String.format(
              "%s: entity %s does not fit the text of %d characters (counted as %s);"
                  + " required: 0 <= start < end, and a type",
              lines.source(),
              node,
              offsets.fromUnits(text, text.length()),
              offsets == Offsets.UTF16 ? "UTF-16 units" : "code points"),
          e);
    }
  }

  private List<String> strings(JsonNode record, String key) {
    JsonNode list = record.path(key);
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      throw wrong("\"" + key + "\" is missing or not a list of strings");
    }
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  private InputException wrong(String problem) {
    return new InputException(lines.source() + ": " + problem);
  }

  /** The number of entities extended or dropped so far. */
  int repaired() {
    return aligner.repaired();
  }
}

package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Label Studio's JSON: {@code {"data":{"text":...},"annotations":[{"result":[{"value":{"start":0,
 * "end":3,"labels":["PER"]},"type":"labels"}]}]}}. Of several annotations of a text, the first that
 * is not cancelled is used. Only its labels of text are entities.
 */
final class LabelStudioJson implements JsonShape {
  private static final Set<String> KEYS = Set.of("data", "annotations");
  private static final String LABELS = "labels";
  private static final EntityParts PARTS =
      new EntityParts(
          "{\"value\": {\"start\": ..., \"end\": ..., \"labels\": [type]}, \"type\": \"labels\"}",
          result -> result.path("value").path("start"),
          result -> result.path("value").path("end"),
          result -> result.path("value").path(LABELS).path(0));

  @Override
  public String title() {
    return "Label Studio";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.path("data").isObject();
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    Sentence sentence = record.text(text(record));
    if (!record.labelled()) {
      return List.of(new Item(sentence, new Labels.None(), origin(record)));
    }
    JsonNode chosen = annotation(record);
    if (chosen == null) {
      record.notes().leftOut("records without an annotation");
      return List.of();
    }
    return List.of(new Item(sentence, entities(record, chosen, sentence), origin(record)));
  }

  /** The keys that are not used, also those inside of {@code "data"}. */
  private static Origin origin(JsonRecord record) {
    JsonNode text = text(record);
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    record.node().path("data").properties().stream()
        .filter(property -> property.getValue() != text)
        .forEach(property -> data.set(property.getKey(), property.getValue()));
    return data.isEmpty() ? record.origin() : record.origin("data", data);
  }

  /** The text: {@code "text"}, or the only string if it has another name. */
  private static JsonNode text(JsonRecord record) {
    JsonNode data = record.node().path("data");
    if (data.path("text").isString()) {
      return data.path("text");
    }
    List<JsonNode> strings = data.valueStream().filter(JsonNode::isString).toList();
    if (strings.size() != 1) {
      throw record.wrong(
          String.format(
              "\"data\" has no \"text\" and %d other strings; expected: \"text\", or one"
                  + " string",
              strings.size()));
    }
    return strings.get(0);
  }

  /** The first annotation that is not cancelled; null if there is none. */
  private static JsonNode annotation(JsonRecord record) {
    JsonNode annotations = record.node().path("annotations");
    if (!annotations.isArray()) {
      throw record.wrong("\"annotations\" is missing or not a list");
    }
    JsonNode chosen = null;
    for (JsonNode annotation : annotations) {
      if (annotation.path("was_cancelled").asBoolean(false)) {
        record.notes().leftOut("cancelled annotations");
      } else if (chosen == null) {
        chosen = annotation;
      } else {
        record.notes().leftOut("further annotations of the same text");
      }
    }
    return chosen;
  }

  private static Labels entities(JsonRecord record, JsonNode annotation, Sentence sentence) {
    JsonNode results = annotation.path("result");
    if (!results.isArray()) {
      throw record.wrong("\"result\" of an annotation is missing or not a list");
    }
    IntUnaryOperator units = record.units(sentence.text());
    List<Entity> entities = new ArrayList<>();
    for (JsonNode result : results) {
      if (LABELS.equals(result.path("type").asString(""))) {
        entities.add(entity(record, result, result.path("value"), PARTS, sentence, units));
      } else {
        record.notes().leftOut("results of other types than labels");
      }
    }
    return new Labels.Entities(entities);
  }

  /**
   * An entity of Label Studio.
   *
   * @param shown the whole entity
   * @param value the object with its offsets, its labels and its text
   */
  static Entity entity(
      JsonRecord record,
      JsonNode shown,
      JsonNode value,
      EntityParts parts,
      Sentence sentence,
      IntUnaryOperator units) {
    if (value.path(LABELS).size() > 1) {
      throw record.wrong(
          "entity " + JsonRecord.brief(value) + " has several labels; expected: one");
    }
    Entity entity = record.entity(shown, parts, sentence.text(), units);
    record.requireText(entity, value.path("text"), sentence.text());
    return entity;
  }

  @Override
  public boolean holdsWords() {
    return false;
  }

  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    ObjectNode data = record.putObject("data");
    if (item.origin() instanceof Origin.Json json
        && json.keys().path("data") instanceof ObjectNode more) {
      data.setAll(more);
    }
    data.put("text", item.sentence().text());
    ArrayNode results = record.putArray("annotations").addObject().putArray("result");
    for (Mention mention : Mention.of(item, options)) {
      ObjectNode result = results.addObject();
      put(mention, result.putObject("value"));
      result.put("from_name", "label").put("to_name", "text").put("type", LABELS);
    }
    return record;
  }

  /** Writes the offsets, the text and the type of an entity. */
  static void put(Mention mention, ObjectNode value) {
    value
        .put("start", mention.start())
        .put("end", mention.end())
        .put("text", mention.text())
        .putArray(LABELS)
        .add(mention.type());
  }
}

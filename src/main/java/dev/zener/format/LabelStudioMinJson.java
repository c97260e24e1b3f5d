package dev.zener.format;

import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Label Studio's JSON-MIN: {@code {"text":...,"label":[{"start":0,"end":3,"text":"Ana",
 * "labels":["PER"]}],"annotation_id":1}}.
 */
final class LabelStudioMinJson implements JsonShape {
  private static final Set<String> KEYS = Set.of("text", "label");
  private static final EntityParts PARTS =
      new EntityParts(
          "{\"start\": ..., \"end\": ..., \"labels\": [type]}",
          entity -> entity.path("start"),
          entity -> entity.path("end"),
          entity -> entity.path("labels").path(0));

  @Override
  public String title() {
    return "Label Studio JSON-MIN";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.has("text") && (record.has("annotation_id") || key(record).isPresent());
  }

  /** The key of the entities, which is the name of the tag in the project: often label. */
  private static Optional<String> key(JsonNode record) {
    return record
        .propertyStream()
        .filter(p -> p.getValue().path(0).has("labels") && p.getValue().path(0).has("start"))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    Sentence sentence = record.text(record.node().path("text"));
    Labels labels = record.labelled() ? entities(record, sentence) : new Labels.None();
    return List.of(new Item(sentence, labels, record.origin()));
  }

  private static Labels entities(JsonRecord record, Sentence sentence) {
    JsonNode list = record.node().path(key(record.node()).orElse("label"));
    // The key is not written for an annotation without entities, but its number is.
    boolean none = list.isMissingNode() && record.node().has("annotation_id");
    if (!none && !list.isArray()) {
      throw record.wrong("\"label\" is missing or not a list; expected: a list of " + PARTS.form());
    }
    IntUnaryOperator units = record.units(sentence.text());
    List<Entity> entities = new ArrayList<>();
    for (JsonNode entity : list) {
      entities.add(LabelStudioJson.entity(record, entity, entity, PARTS, sentence, units));
    }
    return new Labels.Entities(entities);
  }

  @Override
  public boolean holdsWords() {
    return false;
  }

  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("text", item.sentence().text());
    ArrayNode list = record.putArray("label");
    for (Mention mention : Mention.of(item, options)) {
      LabelStudioJson.put(mention, list.addObject());
    }
    return record;
  }
}

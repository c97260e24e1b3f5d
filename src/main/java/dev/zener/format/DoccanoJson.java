package dev.zener.format;

import dev.zener.data.Sentence;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * doccano's sequence labelling: {@code {"text":...,"label":[[0,3,"PER"]]}}. Some versions say
 * {@code labels}.
 */
final class DoccanoJson implements JsonShape {
  private static final Set<String> KEYS = Set.of("text", "label", "labels");

  @Override
  public String title() {
    return "doccano";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.has("text")
        && !record.has("entities")
        && (record.has("label") || record.has("labels"));
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    Sentence sentence = record.text(record.node().path("text"));
    String key = record.node().has("labels") ? "labels" : "label";
    Labels labels =
        record.labelled()
            ? record.entities(sentence, record.node().path(key), key, EntityParts.LIST)
            : new Labels.None();
    return List.of(new Item(sentence, labels, record.origin()));
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
      list.addArray().add(mention.start()).add(mention.end()).add(mention.type());
    }
    return record;
  }
}

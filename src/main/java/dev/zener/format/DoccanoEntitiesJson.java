package dev.zener.format;

import dev.zener.data.Sentence;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * doccano's entities with relations: {@code {"text":...,"entities":[{"id":1,"label":"PER",
 * "start_offset":0,"end_offset":3}],"relations":[]}}. Relations are left out.
 */
final class DoccanoEntitiesJson implements JsonShape {
  private static final Set<String> KEYS = Set.of("text", "entities", "relations");
  private static final EntityParts PARTS = EntityParts.keys("start_offset", "end_offset", "label");

  @Override
  public String title() {
    return "doccano with relations";
  }

  @Override
  public boolean recognises(JsonNode record) {
    JsonNode entities = record.path("entities");
    return record.has("text")
        && (entities.path(0).has("start_offset")
            || entities.isEmpty() && record.path("relations").isArray());
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    JsonNode node = record.node();
    Sentence sentence = record.text(node.path("text"));
    if (!record.labelled()) {
      return List.of(new Item(sentence, new Labels.None(), record.origin()));
    }
    node.path("relations").forEach(relation -> record.notes().leftOut("relations"));
    Labels labels = record.entities(sentence, node.path("entities"), "entities", PARTS);
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
    ArrayNode list = record.putArray("entities");
    for (Mention mention : Mention.of(item, options)) {
      list.addObject()
          .put("id", list.size())
          .put("label", mention.type())
          .put("start_offset", mention.start())
          .put("end_offset", mention.end());
    }
    record.putArray("relations");
    return record;
  }
}

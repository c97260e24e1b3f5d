package dev.zener.format;

import dev.zener.data.Sentence;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** spaCy's training examples: {@code ["Ana ...",{"entities":[[0,3,"PER"]]}]}. */
final class SpacyJson implements JsonShape {
  private static final String ENTITIES = "entities";

  @Override
  public String title() {
    return "spaCy";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.isArray() && record.path(0).isString();
  }

  @Override
  public Set<String> keys() {
    return Set.of();
  }

  @Override
  public List<Item> read(JsonRecord record) {
    JsonNode node = record.node();
    if (!node.path(0).isString()) {
      throw record.wrong("expected: [\"text\", {\"entities\": [[start, end, type]]}]");
    }
    Sentence sentence = record.text(node.path(0));
    if (!record.labelled()) {
      return List.of(Item.of(sentence));
    }
    if (node.size() != 2 || !node.path(1).isObject()) {
      throw record.wrong("expected: [\"text\", {\"entities\": [[start, end, type]]}]");
    }
    for (String key : node.path(1).propertyNames()) {
      if (!key.equals(ENTITIES)) {
        record.notes().leftOut("annotations of other kinds than entities");
      }
    }
    Labels labels =
        record.entities(sentence, node.path(1).path(ENTITIES), ENTITIES, EntityParts.LIST);
    return List.of(new Item(sentence, labels));
  }

  @Override
  public boolean holdsWords() {
    return false;
  }

  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    ArrayNode record = JsonNodeFactory.instance.arrayNode();
    record.add(item.sentence().text());
    ArrayNode list = record.addObject().putArray(ENTITIES);
    for (Mention mention : Mention.of(item, options)) {
      list.addArray().add(mention.start()).add(mention.end()).add(mention.type());
    }
    return record;
  }
}

package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.files.Count;
import dev.zener.label.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * GLiNER's training data: {@code {"tokenized_text":[...],"ner":[[0,1,"PER"]]}}, with the first and
 * the last word of each entity.
 */
final class GlinerJson implements JsonShape {
  private static final String WORDS = "tokenized_text";
  private static final String ENTITIES = "ner";
  private static final Set<String> KEYS = Set.of(WORDS, ENTITIES);

  @Override
  public String title() {
    return "GLiNER";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.has(WORDS);
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    Sentence sentence = record.words(record.strings(record.node().path(WORDS), WORDS));
    Labels labels = record.labelled() ? entities(record, sentence) : new Labels.None();
    return List.of(new Item(sentence, labels, record.origin()));
  }

  private static Labels entities(JsonRecord record, Sentence sentence) {
    JsonNode list = record.node().path(ENTITIES);
    if (!list.isArray()) {
      throw record.wrong(
          "\"ner\" is missing or not a list; expected: a list of [first word, last word, type],"
              + " empty if there are none");
    }
    List<Span> spans = new ArrayList<>();
    for (JsonNode entity : list) {
      spans.add(span(record, entity, sentence.size()));
    }
    return record.spans(spans);
  }

  private static Span span(JsonRecord record, JsonNode entity, int words) {
    JsonNode first = entity.path(0);
    JsonNode last = entity.path(1);
    JsonNode type = entity.path(2);
    if (entity.size() != 3
        || !first.canConvertToInt()
        || !last.canConvertToInt()
        || !type.isString()
        || type.stringValue().isEmpty()) {
      throw record.wrong(
          "entity "
              + JsonRecord.brief(entity)
              + "; expected: [first word, last word, type], where the words are whole numbers");
    }
    if (first.intValue() < 0 || last.intValue() < first.intValue() || last.intValue() >= words) {
      throw record.wrong(
          String.format(
              "entity %s does not fit the %s; required: 0 <= first <= last < %d",
              JsonRecord.brief(entity), Count.of(words, "words"), words));
    }
    return new Span(first.intValue(), last.intValue() + 1, type.stringValue());
  }

  @Override
  public boolean holdsText() {
    return false;
  }

  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    ArrayNode words = record.putArray(WORDS);
    item.sentence().words().forEach(words::add);
    ArrayNode entities = record.putArray(ENTITIES);
    for (Span span : Span.decode(item.tags())) {
      entities.addArray().add(span.start()).add(span.end() - 1).add(span.type());
    }
    return record;
  }
}

package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.label.Scheme;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * HuggingFace's datasets: {@code {"tokens":[...],"ner_tags":[...]}}. The tags are names or numbers;
 * names of numbers are options.
 */
final class HuggingFaceJson implements JsonShape {
  private static final Set<String> KEYS = Set.of("tokens", "ner_tags", "tags");

  @Override
  public String title() {
    return "HuggingFace datasets";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.has("tokens")
        && (record.has("ner_tags") || record.path("tags").path(0).isIntegralNumber());
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    Sentence sentence = record.words(record.strings(record.node().path("tokens"), "tokens"));
    Labels labels = record.labelled() ? record.tags(sentence, tags(record)) : new Labels.None();
    return List.of(new Item(sentence, labels, record.origin()));
  }

  private static List<String> tags(JsonRecord record) {
    String key = record.node().has("ner_tags") ? "ner_tags" : "tags";
    JsonNode list = record.node().path(key);
    if (!list.isArray()) {
      throw record.wrong("\"" + key + "\" is missing or not a list of names or numbers of tags");
    }
    if (!list.path(0).isNumber()) {
      return record.strings(list, key);
    }
    List<String> names = record.opening().options().labels();
    List<String> tags = new ArrayList<>(list.size());
    for (JsonNode tag : list) {
      tags.add(name(record, key, tag, names));
    }
    return tags;
  }

  private static String name(JsonRecord record, String key, JsonNode tag, List<String> names) {
    if (!tag.isIntegralNumber()) {
      throw record.wrong(
          String.format(
              "\"%s\" has numbers and %s; expected: numbers of tags", key, JsonRecord.brief(tag)));
    }
    if (names.isEmpty()) {
      throw record.wrong(
          String.format(
              "\"%s\" has numbers; give the names of the tags in the order of the numbers from 0,"
                  + " such as O,B-PER,I-PER (%s)",
              key, Setting.TAG_NAMES));
    }
    if (!tag.canConvertToInt() || tag.intValue() < 0 || tag.intValue() >= names.size()) {
      throw record.wrong(
          String.format(
              "tag %s has no name; allowed: 0 to %d, which have names (%s)",
              JsonRecord.brief(tag), names.size() - 1, Setting.TAG_NAMES));
    }
    return names.get(tag.intValue());
  }

  @Override
  public boolean holdsText() {
    return false;
  }

  /** The words and the names of their tags. */
  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    ArrayNode tokens = record.putArray("tokens");
    item.sentence().words().forEach(tokens::add);
    ArrayNode tags = record.putArray("ner_tags");
    Scheme.IOB2.convert(item.tags(), options.scheme()).forEach(tags::add);
    return record;
  }
}

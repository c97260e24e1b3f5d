package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Sentence;
import dev.zener.data.WordsInText;
import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shape that Zener writes: {@code {"tokens":[...],"tags":[...]}} or {@code {"text":...,
 * "entities":[{"start":...,"end":...,"type":...}]}}. Displacy, spaCy's viewer, says {@code label}
 * instead of {@code type}.
 */
final class ZenerJson implements JsonShape {
  /** What is counted where the confidence of an entity is lost. */
  static final String CONFIDENCES = "confidences of entities";

  /** What is counted where a list of entities is lost, as the tags beside it say otherwise. */
  static final String OTHER_ENTITIES = "lists of entities that differ from their tags";

  private static final Set<String> KEYS =
      Set.of("tokens", "tags", "text", "entities", "probabilities");
  private static final EntityParts PARTS =
      new EntityParts(
          "{\"start\": ..., \"end\": ..., \"type\": ...}",
          entity -> entity.path("start"),
          entity -> entity.path("end"),
          entity -> entity.has("type") ? entity.path("type") : entity.path("label"));

  @Override
  public String title() {
    return "tokens or text";
  }

  @Override
  public boolean recognises(JsonNode record) {
    return record.has("tokens") || record.has("text");
  }

  @Override
  public Set<String> keys() {
    return KEYS;
  }

  @Override
  public List<Item> read(JsonRecord record) {
    if (!record.node().isObject()) {
      throw record.wrong("not a JSON object; expected: an object with \"tokens\" or \"text\"");
    }
    return List.of(record.node().has("tokens") ? ofTokens(record) : ofText(record));
  }

  /**
   * The text and its entities; the words and tags if the words were given, or for probabilities.
   */
  @Override
  public JsonNode write(TaggedItem item, WriteOptions options) {
    Sentence sentence = item.sentence();
    ObjectNode record = JsonNodeFactory.instance.objectNode().put("text", sentence.text());
    ArrayNode entities = record.putArray("entities");
    for (Entity entity : item.entities()) {
      ObjectNode node = entities.addObject();
      CharSpan characters = entity.characters();
      node.put("start", options.offsets().fromUnits(sentence.text(), characters.start()));
      node.put("end", options.offsets().fromUnits(sentence.text(), characters.end()));
      node.put("type", entity.type());
      entity.confidence().ifPresent(confidence -> node.put("confidence", confidence));
    }
    if (sentence.presplit() || item.probabilities().isPresent()) {
      ArrayNode tokens = record.putArray("tokens");
      sentence.words().forEach(tokens::add);
      ArrayNode tags = record.putArray("tags");
      Scheme.IOB2.convert(item.tags(), options.scheme()).forEach(tags::add);
    }
    if (item.probabilities().isPresent()) {
      ArrayNode words = record.putArray("probabilities");
      for (Map<String, Double> word : item.probabilities().get()) {
        ObjectNode node = words.addObject();
        word.forEach(node::put);
      }
    }
    return record;
  }

  private Item ofTokens(JsonRecord record) {
    Sentence sentence = words(record);
    Labels labels = record.labelled() ? tags(record, sentence) : new Labels.None();
    return new Item(sentence, labels, record.origin());
  }

  private static Labels tags(JsonRecord record, Sentence sentence) {
    countProbabilities(record);
    JsonNode list = record.node().path("entities");
    for (JsonNode entity : list) {
      confidence(record, entity).ifPresent(confidence -> record.notes().leftOut(CONFIDENCES));
    }
    Labels.Tags tags = record.tags(sentence, record.strings(record.node().path("tags"), "tags"));
    return new Labels.Tags(tags.tags(), tags.sources(), beside(record, sentence, list));
  }

  /**
   * The entities beside tags. Those that are none of this text cannot be those of the tags, so they
   * are counted at once.
   */
  private static Optional<List<Entity>> beside(
      JsonRecord record, Sentence sentence, JsonNode list) {
    if (list.isMissingNode() || list.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(record.entities(sentence, list, "entities", PARTS).entities());
    } catch (InputException e) {
      record.notes().leftOut(OTHER_ENTITIES);
      return Optional.empty();
    }
  }

  private static void countProbabilities(JsonRecord record) {
    if (record.node().hasNonNull("probabilities")) {
      record.notes().leftOut("lists of probabilities");
    }
  }

  /** The words, in the text that the record has beside them if it holds them in their order. */
  private static Sentence words(JsonRecord record) {
    Sentence joined = record.words(record.strings(record.node().path("tokens"), "tokens"));
    if (!record.node().path("text").isString()) {
      return joined;
    }
    String text = record.node().path("text").stringValue();
    Optional<List<CharSpan>> spans = WordsInText.find(text, joined.words());
    if (spans.isEmpty()) {
      record.notes().leftOut("texts that do not hold their tokens");
      return joined;
    }
    return new Sentence(joined.words(), text, spans.get(), record.source(), true);
  }

  private Item ofText(JsonRecord record) {
    if (!record.node().path("text").isString()) {
      throw record.wrong(
          "the object has neither \"tokens\" (a list of strings) nor \"text\" (a string)");
    }
    Sentence sentence = record.text(record.node().path("text"));
    if (record.labelled()) {
      countProbabilities(record);
    }
    Labels labels = record.labelled() ? entities(record, sentence) : new Labels.None();
    return new Item(sentence, labels, record.origin());
  }

  private static Labels entities(JsonRecord record, Sentence sentence) {
    JsonNode list = record.node().path("entities");
    List<Entity> read = record.entities(sentence, list, "entities", PARTS).entities();
    List<Entity> entities = new ArrayList<>(read.size());
    for (int i = 0; i < read.size(); i++) {
      Entity entity = read.get(i);
      entities.add(new Entity(entity.characters(), entity.type(), confidence(record, list.get(i))));
    }
    return new Labels.Entities(entities);
  }

  /** The confidence that a tagger wrote; it is of no use for training, but is written again. */
  private static OptionalDouble confidence(JsonRecord record, JsonNode entity) {
    JsonNode confidence = entity.path("confidence");
    if (confidence.isMissingNode() || confidence.isNull()) {
      return OptionalDouble.empty();
    }
    if (!confidence.isNumber() || !isShare(confidence.decimalValue())) {
      record.notes().leftOut("confidences that are not from 0 to 1");
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(confidence.decimalValue().doubleValue());
  }

  private static boolean isShare(BigDecimal number) {
    return number.signum() >= 0 && number.compareTo(BigDecimal.ONE) <= 0;
  }
}

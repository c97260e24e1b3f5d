package dev.zener.format;
import dev.zener.data.Sentence;
import dev.zener.data.Offsets;
import dev.zener.data.Entity;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes JSON lines with LF as line end, in the form that the readers of this package read. */
public final class JsonlWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private final Appendable out;
  private final Offsets offsets;

  /**
   * Creates a writer.
   *
   * @param offsets the unit of start and end
   */
  public JsonlWriter(Appendable out, Offsets offsets) {
    this.out = out;
    this.offsets = offsets;
  }

  /** Writes {@code {"text":...,"entities":[{"start","end","type","confidence"}]}}. */
  public void writeText(String text, List<Entity> entities) throws IOException {
    write(text(text, entities));
  }

  /**
   * Writes a sentence as {@link #writeText} does. If the sentence was read as separate words,
   * {@code "tokens"} and {@code "tags"} are added, so that a reader gets the same words.
   */
  public void write(Sentence sentence, List<String> tags, List<Entity> entities)
      throws IOException {
    ObjectNode record = text(sentence.text(), entities);
    if (sentence.presplit()) {
      putTokens(record, sentence.words(), tags);
    }
    write(record);
  }

  /**
   * Writes a sentence with its words and, for each, the probabilities of tags: {@code
   * {"text","entities","tokens","tags","probabilities":[{"O":0.98,...},...]}}.
   */
  public void write(
      Sentence sentence,
      List<String> tags,
      List<Entity> entities,
      List<Map<String, Double>> probabilities)
      throws IOException {
    ObjectNode record = text(sentence.text(), entities);
    putTokens(record, sentence.words(), tags);
    ArrayNode list = record.putArray("probabilities");
    for (Map<String, Double> word : probabilities) {
      ObjectNode node = list.addObject();
      word.forEach(node::put);
    }
    write(record);
  }

  private ObjectNode text(String text, List<Entity> entities) {
    ObjectNode record = JSON.createObjectNode().put("text", text);
    ArrayNode list = record.putArray("entities");
    for (Entity entity : entities) {
      ObjectNode node = list.addObject();
      node.put("start", offsets.fromUnits(text, entity.characters().start()));
      node.put("end", offsets.fromUnits(text, entity.characters().end()));
      node.put("type", entity.type());
      entity.confidence().ifPresent(confidence -> node.put("confidence", confidence));
    }
    return record;
  }

  /** Writes {@code {"tokens":[...],"tags":[...]}}. */
  public void writeTokens(List<String> words, List<String> tags) throws IOException {
    ObjectNode record = JSON.createObjectNode();
    putTokens(record, words, tags);
    write(record);
  }

  private static void putTokens(ObjectNode record, List<String> words, List<String> tags) {
    if (words.size() != tags.size()) {
      throw new IllegalArgumentException(words.size() + " words with " + tags.size() + " tags");
    }
    ArrayNode tokens = record.putArray("tokens");
    words.forEach(tokens::add);
    ArrayNode labels = record.putArray("tags");
    tags.forEach(labels::add);
  }

  private void write(ObjectNode record) throws IOException {
    out.append(escaped(JSON.writeValueAsString(record))).append('\n');
  }

  /** Escapes lone surrogates, which can be read from JSON escapes but not written as UTF-8. */
  private static String escaped(String json) {
    if (LoneSurrogates.find(json) < 0) {
      return json;
    }
    StringBuilder escaped = new StringBuilder();
    int from = 0;
    for (int at = LoneSurrogates.find(json); at >= 0; at = LoneSurrogates.find(json, from)) {
      escaped.append(json, from, at).append(String.format("\\u%04x", (int) json.charAt(at)));
      from = at + 1;
    }
    return escaped.append(json, from, json.length()).toString();
  }
}

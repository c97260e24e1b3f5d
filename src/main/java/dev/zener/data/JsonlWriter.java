package dev.zener.data;

import java.io.IOException;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes JSON lines, ended by LF: what the readers here read back. */
public final class JsonlWriter {
  private static final JsonMapper JSON = new JsonMapper();

  private final Appendable out;
  private final Offsets offsets;

  /**
   * @param offsets what start and end count
   */
  public JsonlWriter(Appendable out, Offsets offsets) {
    this.out = out;
    this.offsets = offsets;
  }

  /** {@code {"text":...,"entities":[{"start","end","type","confidence"}]}}. */
  public void writeText(String text, List<Entity> entities) throws IOException {
    ObjectNode record = JSON.createObjectNode().put("text", text);
    ArrayNode list = record.putArray("entities");
    for (Entity entity : entities) {
      ObjectNode node = list.addObject();
      node.put("start", offsets.fromUnits(text, entity.characters().start()));
      node.put("end", offsets.fromUnits(text, entity.characters().end()));
      node.put("type", entity.type());
      entity.confidence().ifPresent(confidence -> node.put("confidence", confidence));
    }
    write(record);
  }

  /** {@code {"tokens":[...],"tags":[...]}}. */
  public void writeTokens(List<String> words, List<String> tags) throws IOException {
    if (words.size() != tags.size()) {
      throw new IllegalArgumentException(words.size() + " words with " + tags.size() + " tags");
    }
    ObjectNode record = JSON.createObjectNode();
    ArrayNode tokens = record.putArray("tokens");
    words.forEach(tokens::add);
    ArrayNode labels = record.putArray("tags");
    tags.forEach(labels::add);
    write(record);
  }

  private void write(ObjectNode record) throws IOException {
    out.append(JSON.writeValueAsString(record)).append('\n');
  }
}

package dev.zener.format;

import java.io.IOException;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON objects, one per line, in an array, or one after another. They are recognised in files of
 * any name, except plain text.
 */
final class JsonFormat implements FileFormat {
  private static final Set<String> EXTENSIONS = Set.of("jsonl", "ndjson", "json");
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public String title() {
    return "JSON";
  }

  @Override
  public boolean recognises(Head head) {
    return EXTENSIONS.contains(head.extension())
        || !TextFormat.EXTENSIONS.contains(head.extension()) && looksLikeIt(head);
  }

  /**
   * Whether a text begins with an object that has a key, with an array of such objects, or with a
   * record of spaCy. A bracket alone may also be a word in a column.
   */
  private static boolean looksLikeIt(Head head) {
    String text = head.text().stripLeading();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return false;
    }
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      for (int depth = 0; depth < 2 && token == JsonToken.START_ARRAY; depth++) {
        token = parser.nextToken();
      }
      return token == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.PROPERTY_NAME
          || token == JsonToken.VALUE_STRING && parser.nextToken() == JsonToken.START_OBJECT;
    } catch (JacksonException e) {
      return false;
    }
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public boolean holdsText() {
    return true;
  }

  @Override
  public ItemWriter writer(Appendable out, WriteOptions options) {
    return new JsonlWriter(out, JsonShapes.OWN, options);
  }

  @Override
  public ItemReader open(Opening opening) throws IOException {
    return new JsonReader(opening);
  }
}

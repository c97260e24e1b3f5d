package dev.zener.tokenizer;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Reads the JSON files of a model directory. */
final class Json {
  private static final int MAX_BYTES = 1 << 25;

  /** Limits: a name and a number for each piece of the largest vocabulary, and some more. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxTokenCount(3L * Vocabulary.MAX_PIECES)
          .maxDocumentLength(MAX_BYTES)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private Json() {}

  static JsonNode missing() {
    return MissingNode.getInstance();
  }

  static JsonNode readIfThere(Folder folder, String name) {
    return folder.has(name) ? read(folder, name) : missing();
  }

  /** Reads a file that holds one JSON object. */
  static JsonNode read(Folder folder, String name) {
    if (!folder.has(name)) {
      throw new InputException(folder.place(name) + ": no such file");
    }
    JsonNode root = parse(folder, name);
    if (!root.isObject()) {
      throw new InputException(folder.place(name) + ": is not a JSON object");
    }
    return root;
  }

  /** Reads a file that holds any JSON. */
  static JsonNode parse(Folder folder, String name) {
    try {
      return MAPPER.readTree(folder.read(name, MAX_BYTES));
    } catch (JacksonException e) {
      throw new InputException(
          folder.place(name) + ": cannot be read as JSON: " + e.getMessage(), e);
    }
  }

  static String pretty(Object value) {
    return MAPPER.writeValueAsString(value).replace("\r\n", "\n") + "\n";
  }
}

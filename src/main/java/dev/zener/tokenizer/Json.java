package dev.zener.tokenizer;

import dev.zener.label.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** JSON files of a model directory. */
final class Json {
  /** A name and a number for each piece of the largest vocabulary, and as much again beside. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxTokenCount(3L * Vocabulary.MAX_PIECES)
          .maxDocumentLength(1L << 25)
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

  static JsonNode readIfThere(Path file) {
    return Files.exists(file) ? read(file) : missing();
  }

  /** Reads a file that holds one JSON object. */
  static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    try {
      JsonNode root = MAPPER.readTree(file);
      if (!root.isObject()) {
        throw new InputException(file + ": holds no JSON object");
      }
      return root;
    } catch (JacksonException e) {
      throw new InputException(file + ": cannot be read as JSON: " + e.getMessage(), e);
    }
  }

  static String pretty(Object value) {
    return MAPPER.writeValueAsString(value).replace("\r\n", "\n") + "\n";
  }
}

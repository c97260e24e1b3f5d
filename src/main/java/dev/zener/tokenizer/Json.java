package dev.zener.tokenizer;

import dev.zener.label.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** JSON files of a model directory. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

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

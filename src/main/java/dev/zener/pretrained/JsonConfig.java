package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file that holds one JSON object. Error messages name the file and the key. */
record JsonConfig(String file, JsonNode root) {
  private static final int MAX_BYTES = 1 << 25;

  /** Limits well above what a model's config needs: enough for 500,000 labels. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxTokenCount(1 << 20).maxDocumentLength(MAX_BYTES).build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(LIMITS).build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  static JsonConfig read(Folder folder, String name) {
    String file = folder.place(name);
    try {
      JsonNode root = MAPPER.readTree(folder.read(name, MAX_BYTES));
      if (!root.isObject()) {
        throw new InputException(file + ": is not a JSON object");
      }
      return new JsonConfig(file, root);
    } catch (JacksonException e) {
      throw new InputException(file + ": cannot be read as JSON: " + e.getMessage(), e);
    }
  }

  /** The value of a key; a missing node if the key is missing or null. */
  JsonNode value(String key) {
    JsonNode value = root.path(key);
    return value.isNull() ? root.path("") : value;
  }

  int whole(String key) {
    JsonNode value = value(key);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(key, "a whole number", "take the config.json that came with the weights");
    }
    return value.intValue();
  }

  double number(String key, double otherwise) {
    JsonNode value = value(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isNumber()) {
      throw wrong(key, "a number", "take the config.json that came with the weights");
    }
    return value.doubleValue();
  }

  /** Checks that a key is missing, null, or has the only value that is supported. */
  void only(String key, Object allowed, String remedy) {
    JsonNode value = value(key);
    if (!value.isMissingNode() && !value.asString("").equals(allowed.toString())) {
      throw wrong(key, allowed.toString(), remedy);
    }
  }

  InputException wrong(String key, String allowed, String remedy) {
    JsonNode value = root.path(key);
    return new InputException(
        "%s: %s is %s; allowed: %s; %s"
            .formatted(
                file, key, value.isMissingNode() ? "missing" : brief(value), allowed, remedy));
  }

  private static String brief(JsonNode value) {
    String text = value.toString();
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}

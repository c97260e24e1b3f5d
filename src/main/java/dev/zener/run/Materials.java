package dev.zener.run;

import dev.zener.config.Require;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.method.TransferTask;
import dev.zener.problem.InputException;
import dev.zener.train.StartEncoder;
import dev.zener.train.WindowedText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run reads before its first step: corpora, tokenizer, encoder, and all training
 * text as windows. Errors in the configured files are thus found before the run's folder is
 * created.
 */
public final class Materials {
  private final TrainConfig config;
  private final Corpora corpora;
  private final StartEncoder encoder;
  private final WindowedText source;
  private final Map<String, WindowedText> targets = new LinkedHashMap<>();

  private Materials(TrainConfig config) {
    this.config = config;
    this.corpora = Corpora.read(config);
    this.encoder = EncoderReader.read(config, corpora.trainingText());
    checkLayers();
    this.source =
        corpus("source.train", corpora.train().stream().map(LabelledSentence::unlabelled).toList());
    corpora
        .targets()
        .forEach(
            (language, t) ->
                t.unlabelled()
                    .ifPresent(
                        text ->
                            targets.put(
                                language, corpus("targets." + language + ".unlabelled", text))));
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
  private void checkLayers() {
    try {
      config.methods().forEach(method -> method.check(encoder.layers()));
      Require.that(
          config.frozen().layers() <= encoder.layers(),
          "frozen.layers",
          config.frozen().layers(),
          "at most the encoder's layers, " + encoder.layers());
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private WindowedText corpus(String key, List<Sentence> sentences) {
    try {
      return WindowedText.of(encoder.tokenizer(), config.maxPieces(), sentences);
    } catch (IllegalArgumentException e) {
      throw new InputException(key + ": " + e.getMessage(), e);
    }
  }

  Corpora corpora() {
    return corpora;
  }

  StartEncoder encoder() {
    return encoder;
  }

  /** What the methods learn from. */
  TransferTask task() {
    Map<String, Map<String, List<LabelledSentence>>> targetDev = new LinkedHashMap<>();
    corpora.targets().forEach((language, target) -> targetDev.put(language, target.dev()));
    return new TransferTask(
        corpora.labels(), encoder, corpora.train(), source, targets, corpora.dev(), targetDev);
  }

  /** All data and weight files, by role. */
  public Map<String, List<Path>> files() {
    Map<String, List<Path>> files = new LinkedHashMap<>(corpora.files());
    encoder.weights().ifPresent(weights -> files.put("encoder", List.of(weights)));
    config.encoder().scratch().ifPresent(s -> files.put("vocabulary", List.of(s.vocabulary())));
    return files;
  }

  /** Lines on what was read, repaired, cut into windows and shortened, then warnings. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(corpora.remarks());
    encoder.remarks().forEach(remark -> remarks.add("encoder: " + remark));
    Map<String, WindowedText> texts = new LinkedHashMap<>();
    texts.put("source train", source);
    targets.forEach((language, c) -> texts.put(language + " unlabelled", c));
    texts.forEach((role, text) -> remarks.add(role + ": " + text.report()));
    remarks.addAll(DataChecks.warnings(corpora, config.maxPieces(), texts));
    return remarks;
  }
}

package dev.zener.train;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.label.InputException;
import dev.zener.method.Corpus;
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
  private final Base base;
  private final Corpus source;
  private final Map<String, Corpus> targets = new LinkedHashMap<>();

  private Materials(TrainConfig config) {
    this.config = config;
    this.corpora = Corpora.read(config);
    this.base = Base.of(config, corpora.trainingText());
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
      config.auxiliary().layers(base.layers());
      config.student().layers(base.layers(), "student");
      config.tsl().ifPresent(student -> student.layers(base.layers(), "tsl"));
      Require.that(
          config.frozen().layers() <= base.layers(),
          "frozen.layers",
          config.frozen().layers(),
          "at most the encoder's layers, " + base.layers());
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  private Corpus corpus(String key, List<Sentence> sentences) {
    try {
      return Corpus.of(base.tokenizer(), config.maxPieces(), sentences);
    } catch (IllegalArgumentException e) {
      throw new InputException(key + ": " + e.getMessage(), e);
    }
  }

  Corpora corpora() {
    return corpora;
  }

  Base base() {
    return base;
  }

  /** The source's training text as windows. */
  Corpus source() {
    return source;
  }

  /** The unlabelled text of each target that has it, as windows, by language. */
  Map<String, Corpus> targets() {
    return targets;
  }

  /** All data and weight files, by role. */
  public Map<String, List<Path>> files() {
    Map<String, List<Path>> files = new LinkedHashMap<>(corpora.files());
    base.weights().ifPresent(weights -> files.put("encoder", List.of(weights)));
    config.encoder().scratch().ifPresent(s -> files.put("vocabulary", List.of(s.vocabulary())));
    return files;
  }

  /** Lines on what was read, repaired, cut into windows and shortened, then warnings. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(corpora.remarks());
    base.remarks().forEach(remark -> remarks.add("encoder: " + remark));
    Map<String, Corpus> texts = new LinkedHashMap<>();
    texts.put("source train", source);
    targets.forEach((language, c) -> texts.put(language + " unlabelled", c));
    texts.forEach((role, text) -> remarks.add(role + ": " + text.report()));
    remarks.addAll(DataChecks.warnings(corpora, config.maxPieces(), texts));
    return remarks;
  }
}

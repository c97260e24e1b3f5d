package dev.zener.run;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.mapping.Mapping;
import dev.zener.mapping.MappingSettings;
import dev.zener.mapping.NamedVectors;
import dev.zener.method.Method;
import dev.zener.method.WordTask;
import dev.zener.problem.InputException;
import dev.zener.vectors.OpenVectors;
import dev.zener.vectors.VectorFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What methods on word vectors read besides corpora: vectors and dictionaries. All that could stop
 * such a method later is checked here.
 *
 * @param files the files, by role
 * @param remarks lines on the vectors, and on how many words of the corpora have one
 * @param warnings lines on corpora of which few words have a vector
 */
record WordInputs(
    WordTask task, Map<String, List<Path>> files, List<String> remarks, List<String> warnings) {
  /**
   * Reads and checks what a configuration names.
   *
   * @throws InputException if a file is missing or malformed, if a mapping cannot be learned, or if
   *     a text that is learned from has no words
   */
  static WordInputs read(TrainConfig config, Corpora corpora) {
    return new Reader(config, corpora).read();
  }

  private static final class Reader {
    private final TrainConfig config;
    private final Corpora corpora;
    private final List<Method> methods;
    private final List<Path> vectorFiles = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Reader(TrainConfig config, Corpora corpora) {
      this.config = config;
      this.corpora = corpora;
      this.methods =
          config.methods().stream().filter(method -> method.needs().sourceVectors()).toList();
    }

    WordInputs read() {
      requireText();
      NamedVectors source = vectors("source", config.source().vectors().orElseThrow());
      Map<String, NamedVectors> targets = new LinkedHashMap<>();
      config
          .targets()
          .forEach(
              (language, target) ->
                  target
                      .vectors()
                      .ifPresent(file -> targets.put(language, vectors(language, file))));
      List<MappingSettings> mappings =
          methods.stream().flatMap(m -> m.targetMapping().stream()).distinct().toList();
      mappings.forEach(mapping -> targets.values().forEach(t -> Mapping.check(t, source, mapping)));
      WordTask task = new WordTask(source, targets);
      List<VectorCoverage> coverage = coverage(task);
      coverage.forEach(c -> remarks.add(c.remark()));
      return new WordInputs(
          task,
          files(mappings),
          remarks,
          coverage.stream().flatMap(c -> c.warning().stream()).toList());
    }

    private void requireText() {
      requireText(
          "source.train", corpora.train().stream().map(LabelledSentence::unlabelled).toList());
      unlabelled()
          .forEach((language, text) -> requireText("targets." + language + ".unlabelled", text));
    }

    private static void requireText(String key, List<Sentence> sentences) {
      if (VectorCoverage.words(sentences).findAny().isEmpty()) {
        throw new InputException(key + ": the corpus has no words; name a file with sentences");
      }
    }

    /** The targets' unlabelled text, by language, if a method learns from it. */
    private Map<String, List<Sentence>> unlabelled() {
      Map<String, List<Sentence>> texts = new LinkedHashMap<>();
      if (methods.stream().anyMatch(method -> method.needs().unlabelled())) {
        corpora
            .targets()
            .forEach((language, t) -> t.unlabelled().ifPresent(text -> texts.put(language, text)));
      }
      return texts;
    }

    private NamedVectors vectors(String role, Path file) {
      OpenVectors opened = VectorFile.open(file, config.vectorWords());
      vectorFiles.add(file);
      remarks.add(role + " vectors: " + opened.report());
      return new NamedVectors(file.toString(), opened.vectors());
    }

    private List<VectorCoverage> coverage(WordTask task) {
      List<VectorCoverage> coverage = new ArrayList<>();
      coverage.add(
          VectorCoverage.of(
              "source train",
              corpora.train().stream().map(LabelledSentence::unlabelled).toList(),
              task.source()));
      Map<String, List<Sentence>> unlabelled = unlabelled();
      for (String language : corpora.targets().keySet()) {
        NamedVectors vectors =
            Objects.requireNonNullElse(task.targets().get(language), task.source());
        Optional.ofNullable(unlabelled.get(language))
            .map(text -> VectorCoverage.of(language + " unlabelled", text, vectors))
            .ifPresent(coverage::add);
        corpora
            .scored()
            .forEach(
                (role, scored) -> {
                  if (role.startsWith(language + " ")) {
                    List<Sentence> text =
                        scored.stream().map(LabelledSentence::unlabelled).toList();
                    coverage.add(VectorCoverage.of(role, text, vectors));
                  }
                });
      }
      return coverage;
    }

    private Map<String, List<Path>> files(List<MappingSettings> mappings) {
      Map<String, List<Path>> files = new LinkedHashMap<>();
      files.put("vectors", vectorFiles);
      List<Path> dictionaries =
          mappings.stream().flatMap(m -> m.dictionary().stream()).distinct().toList();
      if (!dictionaries.isEmpty()) {
        files.put("dictionary", dictionaries);
      }
      return files;
    }
  }
}

package dev.zener.method;

import dev.zener.TrainingOptions;
import dev.zener.TrainingRun;
import dev.zener.data.LabelledSentence;
import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import dev.zener.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A run on planted languages, xx to yy, with small networks. */
final class PlantedRun {
  private static final String CONFIG =
      """
      name: planted
      folder: %1$s
      source: {language: xx, train: train.tsv, dev: dev.tsv, vectors: %1$s/xx.vec}
      targets:
        yy: {unlabelled: unlabelled.tsv, test: test.tsv, vectors: %1$s/yy.vec}
      lstm: {hidden: 16, characterWidth: 6, characterHidden: 6, learningRate: 2e-2, batch: 16,
        epochs: 8, dropout: 0.2}
      mapping: {start: dictionary, dictionary: %1$s/pairs.txt, refinement: {rounds: 1}}
      selfTraining: {learningRate: 1e-2, epochs: 4, batch: 16, dense: 16, rounds: 1}
      evaluateEvery: 10
      """;

  private final Path folder;

  /** Writes the vectors, and the pairs of the dictionary. */
  PlantedRun(Path folder, PlantedLanguages languages, List<String> dictionary) throws IOException {
    this.folder = folder;
    VectorFile.write(languages.source(), folder.resolve("xx.vec"));
    VectorFile.write(languages.target(), folder.resolve("yy.vec"));
    Files.write(
        folder.resolve("pairs.txt"),
        dictionary.stream().map(word -> PlantedLanguages.translated(word) + "\t" + word).toList());
    Files.writeString(folder.resolve("planted.yaml"), CONFIG.formatted(folder));
  }

  PlantedRun source(List<LabelledSentence> train, List<LabelledSentence> dev) throws IOException {
    write("train.tsv", train);
    write("dev.tsv", dev);
    return this;
  }

  /** Writes the target's text, which is given in the source's words. */
  PlantedRun target(List<LabelledSentence> unlabelled, List<LabelledSentence> test)
      throws IOException {
    write("unlabelled.tsv", unlabelled.stream().map(PlantedLanguages::translated).toList());
    write("test.tsv", test.stream().map(PlantedLanguages::translated).toList());
    return this;
  }

  private void write(String name, List<LabelledSentence> sentences) throws IOException {
    Files.writeString(
        folder.resolve(name),
        sentences.stream().map(PlantedRun::lines).collect(Collectors.joining("\n")));
  }

  private static String lines(LabelledSentence sentence) {
    StringBuilder lines = new StringBuilder();
    for (int w = 0; w < sentence.size(); w++) {
      lines.append(sentence.words().get(w)).append('\t').append(sentence.tags().get(w));
      lines.append('\n');
    }
    return lines.toString();
  }

  /** Trains methods. Returns the F1 of each on the target's test set. */
  Map<String, Double> f1(long seed, String methods, String... sets) {
    Map<String, Double> f1 = new HashMap<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void scored(TrainEvent.Scored event) {
            f1.put(event.job().method(), event.scores().get("yy"));
          }
        };
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("methods=[" + methods + "]");
    all.add("seeds=[" + seed + "]");
    TrainingRun.start(
        folder.resolve("planted.yaml"),
        all,
        Optional.of(folder.resolve("run-" + System.nanoTime())),
        new TrainingOptions("auto", OptionalLong.empty(), OptionalInt.of(1)),
        List.of(listener),
        remark -> {});
    return f1;
  }
}

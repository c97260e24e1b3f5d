package dev.zener.testing;

import dev.zener.TrainingOptions;
import dev.zener.TrainingRun;
import dev.zener.data.FileHash;
import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.WordText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A run that every test of trainings uses: a few dozen real sentences, Croatian to Serbian, and a
 * very small encoder. A training takes a fraction of a second.
 */
public final class TinyRun {
  /** The number of labelled sentences. */
  public static final int LABELLED = 48;

  private static final String CONFIG =
      """
      name: tiny
      methods: [direct, tsl, msd]
      seeds: [3]
      folder: %1$s
      source: {language: hr, train: hr_set.train.tsv, dev: hr_set.dev.tsv, vectors: "%1$s/hr.vec"}
      targets:
        sr: {unlabelled: sr_set.train.tsv, test: sr_set.test.tsv, vectors: "%1$s/sr.vec"}
      encoder:
        scratch:
          vocabulary: data/encoder/vocab.txt
          layers: 3
          hidden: 16
          heads: 2
          feedForward: 24
          positions: 40
      maxPieces: 40
      frozen: {embeddings: false, layers: 0}
      teacher: {learningRate: 1e-2, batch: 8, epochs: 3}
      student: {learningRate: 5e-3, batch: 8, epochs: 2, start: teacher}
      lstm: {hidden: 8, characterWidth: 4, characterHidden: 4, learningRate: 1e-2, batch: 8,
        epochs: 2, dropout: 0.1}
      mapping: {start: identical}
      selfTraining: {epochs: 1, batch: 8, dense: 8}
      evaluateEvery: 4
      checkpointEvery: 5
      """;

  private final Path folder;
  private final Path config;

  /** Writes the text and the configuration, tiny.yaml. */
  public TinyRun(Path folder) throws IOException {
    this.folder = folder;
    ShippedText.head("hr_set.train", LABELLED, folder);
    ShippedText.head("hr_set.dev", 12, folder);
    ShippedText.head("sr_set.train", 40, folder);
    ShippedText.head("sr_set.test", 12, folder);
    writeVectors("hr.vec", "hr_set.train.tsv", "hr_set.dev.tsv");
    writeVectors("sr.vec", "sr_set.train.tsv", "sr_set.test.tsv");
    config = Files.writeString(folder.resolve("tiny.yaml"), CONFIG.formatted(folder));
  }

  private void writeVectors(String name, String... texts) throws IOException {
    List<String> words = new ArrayList<>();
    for (String text : texts) {
      Files.readAllLines(folder.resolve(text)).stream()
          .map(line -> line.split("\t")[0])
          .filter(WordText::isStorable)
          .forEach(words::add);
    }
    VectorFile.write(SpellingVectors.of(words, 12), folder.resolve(name));
  }

  public Path config() {
    return config;
  }

  /** Trains with overrides of settings. The run's folder is {@code name} in the test's. */
  public TrainingRun.Result train(String name, TrainListener listener, String... sets) {
    return TrainingRun.start(
        config,
        List.of(sets),
        Optional.of(folder.resolve(name)),
        TrainingOptions.DEFAULTS,
        List.of(listener),
        remark -> {});
  }

  /** The same without a listener. Returns the run's folder. */
  public Path train(String name, String... sets) {
    return train(name, new TrainListener() {}, sets).directory();
  }

  /** Resumes a run. Returns its folder. */
  public static Path resume(Path run) {
    return TrainingRun.resume(run, TrainingOptions.DEFAULTS, List.of(), remark -> {}).directory();
  }

  /** The titles of the trainings of a run, in order. */
  public List<String> trainings(String name, String... sets) {
    List<String> titles = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void started(TrainEvent.Started event) {
            titles.add(event.job().title());
          }
        };
    train(name, listener, sets);
    return titles;
  }

  /** Thrown by {@link #stop}. */
  public static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A listener that stops the run after some steps, counted over all trainings. */
  public static TrainListener stop(int after) {
    return new TrainListener() {
      private int steps;

      @Override
      public void step(TrainEvent.Step event) {
        if (++steps == after) {
          throw new Stopped();
        }
      }
    };
  }

  /** The hashes of all files that must not depend on when they were made. */
  public static Map<String, String> contents(Path run) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (!name.equals("environment.json") && !name.endsWith(".lock")) {
          hashes.put(name, FileHash.of(file).sha256());
        }
      }
    }
    return hashes;
  }

  /**
   * A file of the run's store.
   *
   * @param start the beginning of its name, such as {@code direct-seed3.model.}
   * @param ending the end of its name, such as {@code .state}
   */
  public static Optional<Path> artifact(Path run, String start, String ending) {
    Path store = run.resolve("artifacts");
    if (!Files.isDirectory(store)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(store)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(start))
          .filter(file -> file.toString().endsWith(ending))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.zener.method;

import dev.zener.config.ConfigFile;
import dev.zener.config.Require;
import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.files.AtomicFile;
import dev.zener.mapping.LearntMapping;
import dev.zener.mapping.Mapping;
import dev.zener.mapping.MappingListener;
import dev.zener.mapping.MappingSettings;
import dev.zener.mapping.NamedVectors;
import dev.zener.model.BiLstmShape;
import dev.zener.model.Parameters;
import dev.zener.pipeline.Stage;
import dev.zener.pipeline.Workspace;
import dev.zener.predict.Prediction;
import dev.zener.predict.Predictor;
import dev.zener.predict.WordCutter;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.Characters;
import dev.zener.train.LabelledWindows;
import dev.zener.train.Objective;
import dev.zener.train.TrainEvent;
import dev.zener.train.Trainer;
import dev.zener.train.WindowedText;
import dev.zener.train.WordSupervised;
import dev.zener.vectors.VectorFile;
import dev.zener.vectors.VectorTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the stages of methods on word vectors: mappings, trainings and pseudo labels. */
final class RecurrentTrainings {
  private static final Stage.Kind VECTORS = new Stage.Kind("mapped-vectors", "safetensors");
  private static final Stage.Kind PSEUDO = new Stage.Kind("pseudo-labels", "txt");

  /** The key, in the facts of mapped vectors, of the criterion by which the mapping was chosen. */
  private static final String CRITERION = "criterion";

  /** The indices of the languages in a network's tables of vectors. */
  private static final int SOURCE = 0;

  private static final int TARGET = 1;

  /** Writes the records in stages' settings. */
  private static final ConfigFile SETTINGS = new ConfigFile();

  private final TransferTask task;
  private final WordTask words;
  private final TrainingStages stages;

  /** By the least count. All models of a run share them, and counting reads all text. */
  private final Map<Integer, Characters> characters = new HashMap<>();

  RecurrentTrainings(TransferTask task, WordTask words, TrainingStages stages) {
    this.task = task;
    this.words = words;
    this.stages = stages;
  }

  /**
   * Checks that a mapping leaves the source's space as it is, since the source model is trained
   * before there is a mapping.
   */
  static void requireUncentred(MappingSettings mapping) {
    Require.that(
        !mapping.centred(),
        "mapping.centred",
        mapping.centred(),
        "false, since the source model reads the source's vectors uncentred");
  }

  /**
   * A model that is trained on the source's labels.
   *
   * @param name the name of the training
   * @param shared whether the two directions of the words' LSTM share their weights
   */
  TrainedModel onSource(String name, RecurrentSettings lstm, boolean shared, long configured) {
    long seed = TrainingStages.seed(name, Optional.empty(), configured);
    BiLstmNetwork network = network(lstm, shared);
    return stages.train(
        new Training(
            name,
            Optional.empty(),
            configured,
            seed,
            SETTINGS.yaml(lstm) + "shared: " + shared,
            network,
            lstm.learningRate(),
            lstm.epochs(),
            lstm.select(),
            List.of(),
            Optional.empty(),
            place -> {
              VectorTables tables = network.tables(place::artifact);
              return new WordSupervised(
                  gold(network.characters(), tables),
                  Optional.empty(),
                  tables,
                  lstm.batch(),
                  lstm.wordDropout(),
                  seed);
            }));
  }

  private BiLstmNetwork network(RecurrentSettings lstm, boolean shared) {
    Characters characters = characters(lstm.leastCharacters());
    BiLstmShape shape =
        new BiLstmShape(
            characters.size(),
            lstm.characterWidth(),
            lstm.characterHidden(),
            words.source().vectors().width(),
            lstm.hidden(),
            task.labels().size(),
            shared,
            0,
            false,
            lstm.dropout());
    return new BiLstmNetwork(
        shape,
        characters,
        task.labels(),
        words.source().vectors(),
        Optional.empty(),
        Optional.empty(),
        stages.settings().optimiser().factors(),
        stages.backend(),
        stages.batching());
  }

  /** The characters of the source's training text and the targets' unlabelled text. */
  private Characters characters(int least) {
    return characters.computeIfAbsent(least, this::counted);
  }

  private Characters counted(int least) {
    List<List<String>> texts = new ArrayList<>();
    task.labelled().forEach(sentence -> texts.add(sentence.words()));
    task.unlabelled().values().forEach(text -> text.forEach(s -> texts.add(s.words())));
    return Characters.of(texts, least);
  }

  private LabelledWindows gold(Characters characters, VectorTables tables) {
    return LabelledWindows.of(
        WindowedText.of(
            new WordCutter(characters, tables, SOURCE),
            task.labelled().stream().map(LabelledSentence::unlabelled).toList()),
        task.labelled().stream().map(LabelledSentence::tags).toList(),
        task.labels());
  }

  /** A trained model that reads a target's words by vectors mapped into the source's space. */
  TrainedModel mapped(
      Method method, TrainedModel source, String language, MappingSettings mapping, long seed) {
    BiLstmNetwork network =
        ((BiLstmNetwork) source.network()).reading(vectors(language, mapping, seed));
    return new TrainedModel(
        source.stage(),
        network,
        Network.Text.TARGET,
        new TrainEvent.Job(method.name(), Optional.of(language), seed));
  }

  /** The vectors of a target's words in the source's space. */
  private Stage vectors(String language, MappingSettings mapping, long seed) {
    NamedVectors target = words.targets().get(language);
    return new Stage(
        "vectors-" + language + "-seed" + seed,
        VECTORS,
        "target: " + language + "\n" + SETTINGS.yaml(mapping),
        seed,
        List.of(),
        place -> {
          TrainEvent.Job job = new TrainEvent.Job("mapping", Optional.of(language), seed);
          MappingListener listener = new MappingEvents(job, stages.listener());
          LearntMapping learnt = Mapping.learn(target, words.source(), mapping, seed, listener);
          VectorFile.writeMapped(learnt.space().source(target.vectors()), place.target());
          return Map.of(
              CRITERION, Double.toString(learnt.criterion()), Trainer.LOG, stages.logPosition());
        });
  }

  /**
   * A target model after a round of augmented fine-tuning.
   *
   * @param source the source model, whose features it reads and whose weights it starts from
   * @param labeller the model whose labels of the target's text it learns, and from whose weights
   *     it goes on
   */
  TrainedModel augmented(
      RecurrentAugmented method,
      TrainedModel source,
      TrainedModel labeller,
      String language,
      int round,
      long configured) {
    PseudoLabelTraining self = method.selfTraining();
    Optional<String> target = Optional.of(language);
    String name = method.name() + (round == self.rounds() ? "" : "-round-" + round);
    long seed = TrainingStages.seed(method.key() + "/" + round, target, configured);
    Stage pseudo = pseudo(labeller, language, configured);
    BiLstmNetwork network = augmented((BiLstmNetwork) labeller.network(), source, self);
    return stages.train(
        new Training(
            name,
            target,
            configured,
            seed,
            SETTINGS.yaml(self)
                + "round: "
                + round
                + "\nwordDropout: "
                + method.lstm().wordDropout(),
            network,
            self.learningRate(),
            self.epochs(),
            self.select(),
            List.of(pseudo),
            Optional.of(labeller),
            place -> objective(method, network, language, pseudo, seed, place)));
  }

  private static BiLstmNetwork augmented(
      BiLstmNetwork from, TrainedModel source, PseudoLabelTraining self) {
    BiLstmShape s = from.shape();
    BiLstmShape shape =
        new BiLstmShape(
            s.characters(),
            s.characterWidth(),
            s.characterHidden(),
            s.vectors(),
            s.hidden(),
            s.labels(),
            s.shared(),
            self.dense(),
            self.features(),
            s.dropout());
    return new BiLstmNetwork(
        shape,
        from.characters(),
        from.labels(),
        from.source(),
        from.mapped(),
        self.features() ? Optional.of(source.stage()) : Optional.empty(),
        from.factors(),
        from.backend(),
        from.batching());
  }

  private Objective objective(
      RecurrentAugmented method,
      BiLstmNetwork network,
      String language,
      Stage pseudo,
      long seed,
      Workspace place)
      throws IOException {
    PseudoLabelTraining self = method.selfTraining();
    VectorTables tables = network.tables(place::artifact);
    WindowedText text =
        WindowedText.of(
            new WordCutter(network.characters(), tables, TARGET), task.unlabelled().get(language));
    int[][] labels = readLabels(place.artifact(pseudo), task.unlabelled().get(language));
    LabelledWindows labelled = new LabelledWindows(text, labels);
    return new WordSupervised(
        gold(network.characters(), tables),
        Optional.of(new WordSupervised.Pseudo(labelled, self.selection(), self.epochs())),
        tables,
        self.batch(),
        method.lstm().wordDropout(),
        seed);
  }

  /**
   * The labels that a model gives to a target's text: a line a sentence, with the index of each
   * word's label.
   */
  private Stage pseudo(TrainedModel labeller, String language, long configured) {
    return new Stage(
        labeller.job().file() + "-labels",
        PSEUDO,
        "target: " + language,
        configured,
        labeller.reads(),
        place -> {
          try (Parameters parameters = stages.load(labeller, place::artifact);
              Predictor predictor =
                  labeller.network().predictor(parameters, Network.Text.TARGET, place::artifact)) {
            writeLabels(predictor.predict(task.unlabelled().get(language)), place.target());
          }
          return Map.of();
        });
  }

  private void writeLabels(List<Prediction> predictions, Path file) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Prediction prediction : predictions) {
      List<String> labels =
          prediction.tags().stream()
              .map(tag -> Integer.toString(task.labels().index(tag)))
              .toList();
      text.append(String.join(" ", labels)).append('\n');
    }
    AtomicFile.write(file, text.toString());
  }

  private static int[][] readLabels(Path file, List<Sentence> sentences) throws IOException {
    int[][] labels =
        Files.readAllLines(file).stream()
            .map(line -> line.isEmpty() ? new String[0] : line.split(" "))
            .map(line -> Arrays.stream(line).mapToInt(Integer::parseInt).toArray())
            .toArray(int[][]::new);
    for (int s = 0; s < Math.max(labels.length, sentences.size()); s++) {
      if (labels.length != sentences.size() || labels[s].length != sentences.get(s).size()) {
        throw new InputException(
            file + ": its labels are of another text; resume with the text of the run's start");
      }
    }
    return labels;
  }
}

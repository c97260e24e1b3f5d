package dev.zener.cli;

import dev.zener.config.ConfigFile;
import dev.zener.config.ConfigNode;
import dev.zener.mapping.MappingSettings;
import dev.zener.problem.InputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options for how a mapping is learnt; each is a setting. */
final class MappingOptions {
  private static final String ADVERSARIAL = "adversarial";
  private static final String REFINEMENT = "refinement";

  private final Map<String, ConfigNode> general = new LinkedHashMap<>();
  private final Map<String, ConfigNode> adversarial = new LinkedHashMap<>();
  private final Map<String, ConfigNode> refinement = new LinkedHashMap<>();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--start",
      paramLabel = "adversarial|identical|DICTIONARY",
      description =
          "Where the first mapping comes from: adversarial (the default) needs nothing else;"
              + " identical uses words that both languages write in the same way; DICTIONARY is a"
              + " file with a source word and a target word on each line, separated by a TAB or by"
              + " spaces.")
  void setStart(String start) {
    if (List.of("adversarial", "identical").contains(start)) {
      put(general, "start", start, "--start");
    } else {
      put(general, "start", "dictionary", "--start");
      put(general, "dictionary", start, "--start");
    }
  }

  @Option(
      names = "--words",
      paramLabel = "N",
      description = "Most frequent words of each language that are used, 200000 by default.")
  void setWords(String words) {
    put(general, "words", words, "--words");
  }

  @Option(
      names = "--centred",
      description = "Subtract the mean from the vectors of each language; by default not.")
  void setCentred(boolean centred) {
    put(general, "centred", Boolean.toString(centred), "--centred");
  }

  @Option(
      names = "--neighbours",
      paramLabel = "K",
      description = "Neighbours in the mean cosines of CSLS, 10 by default.")
  void setNeighbours(String neighbours) {
    put(general, "neighbours", neighbours, "--neighbours");
  }

  @Option(
      names = "--criterion-words",
      paramLabel = "N",
      description = "Most frequent source words of the criterion, 10000 by default.")
  void setCriterionWords(String words) {
    put(general, "criterionWords", words, "--criterion-words");
  }

  @Option(
      names = "--adversarial-words",
      paramLabel = "N",
      description =
          "Most frequent words of each language that the adversarial start draws, 75000 by default.")
  void setAdversarialWords(String words) {
    put(adversarial, "words", words, "--adversarial-words");
  }

  @Option(
      names = "--starts",
      paramLabel = "N",
      description =
          "Adversarial starts, 2 by default; the best is kept. Each has other random numbers, and"
              + " other signs of the source's first principal axes.")
  void setStarts(String starts) {
    put(adversarial, "starts", starts, "--starts");
  }

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Epochs of each adversarial start, 5 by default.")
  void setEpochs(String epochs) {
    put(adversarial, "epochs", epochs, "--epochs");
  }

  @Option(
      names = "--epoch-size",
      paramLabel = "N",
      description = "Source words that the mapping sees in an epoch, 1000000 by default.")
  void setEpochSize(String size) {
    put(adversarial, "epochSize", size, "--epoch-size");
  }

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Words of each language in an adversarial step, 32 by default.")
  void setBatch(String batch) {
    put(adversarial, "batch", batch, "--batch");
  }

  @Option(
      names = "--discriminator-steps",
      paramLabel = "N",
      description = "Steps of the discriminator before each step of the mapping, 5 by default.")
  void setDiscriminatorSteps(String steps) {
    put(adversarial, "discriminatorSteps", steps, "--discriminator-steps");
  }

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Width of the discriminator's two hidden layers, 2048 by default.")
  void setHidden(String hidden) {
    put(adversarial, "hidden", hidden, "--hidden");
  }

  @Option(
      names = "--length",
      paramLabel = "X",
      description =
          "Length of the vectors in adversarial steps, by default the square root of their width.")
  void setLength(String length) {
    put(adversarial, "length", length, "--length");
  }

  @Option(
      names = "--slope",
      paramLabel = "X",
      description = "Slope of the hidden layers' LeakyReLU below 0, 0.2 by default.")
  void setSlope(String slope) {
    put(adversarial, "slope", slope, "--slope");
  }

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Rate of dropout on the discriminator's input, 0.1 by default.")
  void setDropout(String rate) {
    put(adversarial, "dropout", rate, "--dropout");
  }

  @Option(
      names = "--smoothing",
      paramLabel = "X",
      description = "Distance of the discriminator's labels from 0 and 1, 0.1 by default.")
  void setSmoothing(String smoothing) {
    put(adversarial, "smoothing", smoothing, "--smoothing");
  }

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "Learning rate of mapping and discriminator, 0.1 by default.")
  void setLearningRate(String rate) {
    put(adversarial, "learningRate", rate, "--learning-rate");
  }

  @Option(
      names = "--decay",
      paramLabel = "X",
      description =
          "What the mapping's learning rate is multiplied by after each epoch, 0.98 by default.")
  void setDecay(String decay) {
    put(adversarial, "decay", decay, "--decay");
  }

  @Option(
      names = "--shrink",
      paramLabel = "X",
      description =
          "What it is also multiplied by after an epoch whose criterion is not the best, from the"
              + " second such epoch on; 0.5 by default.")
  void setShrink(String shrink) {
    put(adversarial, "shrink", shrink, "--shrink");
  }

  @Option(
      names = "--orthogonality",
      paramLabel = "B",
      description =
          "Strength b of the update W ← (1+b)W − b(WWᵀ)W after each step, 0.001 by default.")
  void setOrthogonality(String strength) {
    put(adversarial, "orthogonality", strength, "--orthogonality");
  }

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of refinement, 5 by default.")
  void setRounds(String rounds) {
    put(refinement, "rounds", rounds, "--rounds");
  }

  @Option(
      names = "--dictionary-words",
      paramLabel = "N",
      description =
          "Most frequent words of each language in the dictionaries of the refinement, 15000 by"
              + " default.")
  void setDictionaryWords(String words) {
    put(refinement, "words", words, "--dictionary-words");
  }

  private static void put(Map<String, ConfigNode> group, String key, String value, String option) {
    group.put(key, new ConfigNode.Scalar(value, option));
  }

  /** The settings; options that are not given have their defaults. */
  MappingSettings settings() {
    Map<String, ConfigNode> all = new LinkedHashMap<>(general);
    all.put(ADVERSARIAL, new ConfigNode.Mapping(adversarial, ADVERSARIAL));
    all.put(REFINEMENT, new ConfigNode.Mapping(refinement, REFINEMENT));
    try {
      return new ConfigFile().bind(new ConfigNode.Mapping(all, "map"), MappingSettings.class);
    } catch (InputException e) {
      throw ZenerCommand.usage(command.commandLine(), e.getMessage());
    }
  }
}

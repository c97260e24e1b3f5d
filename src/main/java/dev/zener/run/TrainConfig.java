package dev.zener.run;

import dev.zener.config.Default;
import dev.zener.config.EnumKeys;
import dev.zener.config.Require;
import dev.zener.method.Method;
import dev.zener.method.Methods;
import dev.zener.train.Evaluation;
import dev.zener.train.Frozen;
import dev.zener.train.Optimiser;
import dev.zener.train.Select;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of {@code train}. The defaults are the published settings of MSD (Ma et al., EMNLP
 * 2022); {@code configs/} holds examples.
 *
 * @param name the name of the run, used for its folder and the model card
 * @param methods the rows of the result table, in this order, each with its settings; the teachers
 *     that they need are trained once
 * @param seeds the random seeds; all methods are trained with each; the paper reports the mean of
 *     five
 * @param folder the folder of the corpora; the files of source and targets are relative to it
 * @param format the format of corpora that have no format of their own
 * @param source the languages with labels, one or several
 * @param targets the languages without labels, by language code
 * @param types the entity types to learn; empty: all types of the source's training files
 * @param maxPieces the maximum number of pieces in a window, including [CLS] and [SEP]; longer
 *     sentences are cut into windows
 * @param dropout the rate after embeddings, attention and feed-forward, on attention probabilities,
 *     and before every head
 * @param precision of the operands of matrix products, in training and scoring; weights, moments,
 *     sums and losses are always float32
 * @param evaluateEvery the number of steps between two evaluations on the development sets
 * @param checkpointEvery the number of steps between two states to resume from; for a full-size
 *     model, a state takes 2 GB
 * @param published scores published elsewhere, shown below those of the run
 * @param notes notes for readers of the result table
 * @param licence the SPDX id for the model card; empty: the card asks the reader to choose a
 *     licence
 */
public record TrainConfig(
    @Default("zener") String name,
    @Default(Methods.USUAL) List<Method> methods,
    @Default("[1, 2, 3, 4, 5]") List<Long> seeds,
    @Default(".") Path folder,
    CorpusFormat format,
    Source source,
    @Default("{}") Map<String, Target> targets,
    @Default("[]") List<String> types,
    Encoder encoder,
    @Default("128") int maxPieces,
    @Default("0.1") double dropout,
    Frozen frozen,
    Optimiser optimiser,
    @Default("float32") Precision precision,
    @Default("20") int evaluateEvery,
    @Default("500") int checkpointEvery,
    Evaluation evaluation,
    @Default("[]") List<Published> published,
    @Default("[]") List<String> notes,
    Optional<String> licence) {

  public TrainConfig {
    Require.that(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
        "name",
        "'" + name + "'",
        "letters, digits, '.', '_' and '-', since it names a folder");
    distinct("methods", methods.stream().map(Method::name).toList());
    distinct("seeds", seeds);
    Require.that(Set.copyOf(types).size() == types.size(), "types", types, "each type once");
    Require.that(maxPieces >= 3, "maxPieces", maxPieces, "3 or more: [CLS], a piece, [SEP]");
    Require.fraction("dropout", dropout);
    Require.atLeast(1, "evaluateEvery", evaluateEvery);
    Require.atLeast(1, "checkpointEvery", checkpointEvery);
    encoder.scratch().ifPresent(scratch -> fits(maxPieces, scratch));
    encoder.scratch().ifPresent(scratch -> thaws(frozen));
    ScoreNames.requireDistinct(source, targets);
    targetsServe(methods, targets);
  }

  /** The path of a corpus file, resolved against {@link #folder}. */
  public Path file(Path corpus) {
    return folder.resolve(corpus);
  }

  /** The format of a corpus: its own if it has one, otherwise the configuration's. */
  public CorpusFormat format(Optional<CorpusFormat> own) {
    return own.orElse(format);
  }

  private static void distinct(String name, List<?> values) {
    boolean once = Set.copyOf(values).size() == values.size();
    Require.that(once && !values.isEmpty(), name, values, "at least one, without repetition");
  }

  private static void fits(int maxPieces, Scratch scratch) {
    Require.that(
        maxPieces <= scratch.positions(),
        "maxPieces",
        maxPieces,
        "at most encoder.scratch.positions, " + scratch.positions());
  }

  /** Checks that nothing is frozen; random weights must be trained. */
  private static void thaws(Frozen frozen) {
    Require.that(
        !frozen.embeddings() && frozen.layers() == 0,
        "frozen",
        frozen,
        "{embeddings: false, layers: 0} with encoder.scratch, whose weights are random");
  }

  private static void targetsServe(List<Method> methods, Map<String, Target> targets) {
    for (Method method : methods) {
      if (method.perTarget()) {
        Require.that(!targets.isEmpty(), "targets", "empty", "at least one, for " + method.name());
        targets.forEach((language, target) -> targetServes(method, language, target));
      }
    }
  }

  private static void targetServes(Method method, String language, Target target) {
    Require.that(
        target.unlabelled().isPresent(),
        "targets." + language + ".unlabelled",
        "missing",
        "a file of target text, which " + method.name() + " learns from");
    boolean byTarget =
        method.students().stream().anyMatch(student -> student.select() == Select.TARGET_DEV);
    Require.that(
        target.dev().isPresent() || !byTarget,
        "targets." + language + ".dev",
        "missing",
        "a file, since a student is selected by target-dev");
  }

  /** The precision of the operands of matrix products. */
  public enum Precision {
    FLOAT32,
    /** Float32 reduced to 11 significant bits; only on NVIDIA GPUs from Ampere on. */
    TF32,
    BFLOAT16,
    /** BFLOAT16 if the device has instructions for it; the environment records the choice. */
    AUTO;

    /** The name in configurations. */
    public String key() {
      return EnumKeys.key(this);
    }
  }

  /** Whether text keeps upper case and accents. */
  public enum Casing {
    CASED,
    UNCASED
  }

  /**
   * The languages with labels. If a corpus is a map, its names are language codes.
   *
   * @param language the language code; optional if {@code train} is a map
   * @param train the training files; one tagger learns from all of them
   * @param dev the development files, scored during training, each language separately
   * @param test the test files, shown next to the targets, each language separately
   * @param format the format of these files if it differs from the configuration's
   */
  public record Source(
      Optional<String> language,
      CorpusFiles train,
      CorpusFiles dev,
      Optional<CorpusFiles> test,
      Optional<CorpusFormat> format) {
    public Source {
      Require.that(
          language.isPresent() || train.isNamed(),
          "language",
          "missing",
          "a code such as en; required unless train is a map from codes to files");
      Require.that(!language.orElse("-").isBlank(), "language", "empty", "a code such as en");
    }

    /** The name of the source as a whole: the language, or the codes of train joined by '+'. */
    public String name() {
      return language.orElse(String.join("+", train.names()));
    }

    /** The languages of the training files. */
    public List<String> languages() {
      return train.isNamed() ? List.copyOf(train.names()) : List.of(name());
    }
  }

  /**
   * A language without labels. If dev or test is a map, its names are those of sets.
   *
   * @param unlabelled the text to distil on; if it has tags, they are not read
   * @param dev the development files, scored during training; used to select the checkpoint only if
   *     {@code select} is target-dev
   * @param test the test files, scored at the end, one column of the result table per set
   * @param format the format of these files if it differs from the configuration's
   * @param unlabelledFormat the format of the unlabelled text if it differs from dev and test
   */
  public record Target(
      Optional<CorpusFiles> unlabelled,
      Optional<CorpusFiles> dev,
      Optional<CorpusFiles> test,
      Optional<CorpusFormat> format,
      Optional<CorpusFormat> unlabelledFormat) {
    public Target {
      Require.that(
          unlabelled.stream().noneMatch(CorpusFiles::isNamed),
          "unlabelled",
          "a map",
          "a file or a list of files; a student learns from all of them alike");
    }
  }

  /**
   * The encoder to start from. Exactly one of {@code pretrained} and {@code scratch} must be given.
   *
   * @param pretrained the location of a model, see {@link dev.zener.pretrained.ModelSource}
   * @param scratch the shape of a randomly initialised encoder
   * @param casing the casing of a pretrained model; empty: as its files say
   */
  public record Encoder(
      Optional<Path> pretrained, Optional<Scratch> scratch, Optional<Casing> casing) {
    public Encoder {
      if (pretrained.isPresent() == scratch.isPresent()) {
        throw new IllegalArgumentException(
            (pretrained.isPresent() ? "both pretrained and scratch are" : "no encoder is")
                + " given; allowed: exactly one of pretrained (a model) and scratch;"
                + " remove the other with --set encoder.scratch= or --set encoder.pretrained=");
      }
      Require.that(
          casing.isEmpty() || pretrained.isPresent(),
          "casing",
          casing.map(EnumKeys::key).orElse(""),
          "only with pretrained; with scratch use scratch.casing");
    }
  }

  /**
   * A randomly initialised encoder.
   *
   * @param vocabulary the path of a vocab.txt, relative to the working directory
   * @param heads the number of attention heads, a divisor of {@code hidden}
   * @param positions the maximum number of pieces in an input of the encoder
   * @param restrictVocabulary whether to keep only pieces of the training text: a multilingual
   *     vocabulary has 119,547 rows, and a small run would train only a few of them
   */
  public record Scratch(
      Path vocabulary,
      @Default("cased") Casing casing,
      @Default("4") int layers,
      @Default("128") int hidden,
      @Default("4") int heads,
      @Default("512") int feedForward,
      @Default("128") int positions,
      @Default("true") boolean restrictVocabulary) {
    public Scratch {
      Require.atLeast(1, "layers", layers);
      Require.atLeast(1, "hidden", hidden);
      Require.that(
          heads >= 1 && hidden % heads == 0, "heads", heads, "a divisor of hidden, " + hidden);
      Require.atLeast(1, "feedForward", feedForward);
      Require.atLeast(3, "positions", positions);
    }
  }

  /** A row of published scores: F1 in percent by language or name of the test set. */
  public record Published(String title, Map<String, Double> f1) {}
}

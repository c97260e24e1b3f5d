package dev.zener.train;

import dev.zener.model.KeptLayers;
import dev.zener.model.TaggerShape;
import dev.zener.predict.Decoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that {@code train} can be told. Defaults are the published settings of MSD (Ma et al.,
 * EMNLP 2022); {@code configs/} holds examples.
 *
 * @param name of the run, of its folder and of the model card
 * @param methods the rows of the result table, in this order; teachers they need are trained once
 * @param seeds one complete run each; the paper reports the mean of five
 * @param folder where the corpora lie: the files of source and targets are relative to it
 * @param format how corpora are written that do not say otherwise
 * @param source the languages with labels, one or several
 * @param targets the languages without, by language code
 * @param types entity types to learn; empty: all that the source's training file has
 * @param maxPieces longest sentence in pieces, [CLS] and [SEP] included; a longer one is windowed
 * @param tsl the TSL student where it is to differ from {@code student}
 * @param dropout after embeddings, attention and feed-forward, on attention, before every head
 * @param precision of the operands of matrix products, in training and scoring; weights, moments,
 *     sums and losses are float32 always
 * @param evaluateEvery steps between two scorings of the development file
 * @param checkpointEvery steps between two states to resume from; a full-size one takes 2 GB
 * @param published figures of others, printed below ours
 * @param notes what a reader of the table has to know
 * @param licence SPDX id for the model card; empty: the card asks its reader to settle it
 */
public record TrainConfig(
    @Default("zener") String name,
    @Default("[direct, tsl, msd]") List<MethodName> methods,
    @Default("[1, 2, 3, 4, 5]") List<Long> seeds,
    @Default(".") Path folder,
    CorpusFormat format,
    Source source,
    @Default("{}") Map<String, Target> targets,
    @Default("[]") List<String> types,
    Encoder encoder,
    @Default("128") int maxPieces,
    @Default("0.1") double dropout,
    Teacher teacher,
    Student student,
    Optional<Student> tsl,
    Auxiliary auxiliary,
    Mmd mmd,
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
        "letters, digits, '.', '_' and '-'; it names a folder");
    distinct("methods", methods);
    distinct("seeds", seeds);
    Require.that(Set.copyOf(types).size() == types.size(), "types", types, "each type once");
    Require.that(maxPieces >= 3, "maxPieces", maxPieces, "3 or more: [CLS], a piece, [SEP]");
    Require.fraction("dropout", dropout);
    Require.atLeast(1, "evaluateEvery", evaluateEvery);
    Require.atLeast(1, "checkpointEvery", checkpointEvery);
    encoder.scratch().ifPresent(scratch -> fits(maxPieces, scratch));
    encoder.scratch().ifPresent(scratch -> thaws(frozen));
    ScoreNames.requireDistinct(source, targets);
    targetsServe(methods, targets, student.select(), tsl);
  }

  /** The student's settings for a method that distils. */
  public Student student(MethodName method) {
    return method == MethodName.TSL ? tsl.orElse(student) : student;
  }

  /** A corpus file where it lies. */
  public Path file(Path corpus) {
    return folder.resolve(corpus);
  }

  /** How a corpus with this format of its own, or none, is written. */
  public CorpusFormat format(Optional<CorpusFormat> own) {
    return own.orElse(format);
  }

  private static void distinct(String name, List<?> values) {
    boolean once = Set.copyOf(values).size() == values.size();
    Require.that(once && !values.isEmpty(), name, values, "at least one, each once");
  }

  private static void fits(int maxPieces, Scratch scratch) {
    Require.that(
        maxPieces <= scratch.positions(),
        "maxPieces",
        maxPieces,
        "at most encoder.scratch.positions, " + scratch.positions());
  }

  /** Random weights are worth nothing frozen. */
  private static void thaws(Frozen frozen) {
    Require.that(
        !frozen.embeddings() && frozen.layers() == 0,
        "frozen",
        frozen,
        "{embeddings: false, layers: 0} with encoder.scratch, whose weights are random");
  }

  private static void targetsServe(
      List<MethodName> methods, Map<String, Target> targets, Select select, Optional<Student> tsl) {
    List<MethodName> distilling = methods.stream().filter(MethodName::distils).toList();
    if (distilling.isEmpty()) {
      return;
    }
    Require.that(
        !targets.isEmpty(), "targets", "empty", "at least one, for " + distilling.get(0).key());
    boolean byTarget =
        select == Select.TARGET_DEV
            || tsl.map(Student::select).filter(Select.TARGET_DEV::equals).isPresent();
    targets.forEach(
        (language, target) -> {
          Require.that(
              target.unlabelled().isPresent(),
              "targets." + language + ".unlabelled",
              "missing",
              "a file of target text, which " + distilling.get(0).key() + " learns from");
          Require.that(
              target.dev().isPresent() || !byTarget,
              "targets." + language + ".dev",
              "missing",
              "a file, since a student is selected by target-dev");
        });
  }

  /** Of the operands of matrix products. */
  public enum Precision {
    FLOAT32,
    /** Of float32 tensors, cut to 11 bits: cards from Ampere on alone. */
    TF32,
    BFLOAT16,
    /** BFLOAT16 where the device has instructions for it; the environment says which it was. */
    AUTO;

    /** The word for it. */
    public String key() {
      return EnumKeys.key(this);
    }
  }

  /** Where a student's encoder begins. */
  public enum Start {
    /** At the configured encoder: the pretrained weights, or fresh ones. */
    PRETRAINED,
    /** At the trained teacher's weights. */
    TEACHER
  }

  /** Which checkpoint counts. */
  public enum Select {
    /**
     * The best by F1 on the source's development set: the only choice without target labels. Where
     * that set is a map, by the mean of the F1 of its languages.
     */
    SOURCE_DEV,
    /**
     * The best by F1 on the target's development set, which may be a map too; it uses labels that
     * zero-shot has not.
     */
    TARGET_DEV,
    /** The last step's; F1 on the source's development set only tells which seed is best. */
    LAST
  }

  /** Whether a vocabulary keeps upper case and accents. */
  public enum Casing {
    CASED,
    UNCASED
  }

  /**
   * The languages with labels. Where a corpus is a map, its names are language codes.
   *
   * @param language its code; with a map for {@code train} it may be left out
   * @param train one tagger learns from all of it
   * @param dev watched during training, language by language
   * @param test scored and shown beside the targets, language by language
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
          "a code such as en; only where train is a map from codes to files it may be left out");
      Require.that(!language.orElse("-").isBlank(), "language", "empty", "a code such as en");
    }

    /** What it is called as a whole: the language, or the codes of train joined by '+'. */
    public String name() {
      return language.orElse(String.join("+", train.names()));
    }

    /** The languages that are learnt from. */
    public List<String> languages() {
      return train.isNamed() ? List.copyOf(train.names()) : List.of(name());
    }
  }

  /**
   * A language without labels. Where dev or test is a map, its names are those of sets.
   *
   * @param unlabelled text to distil on; its tags, if it has any, are out of training's reach
   * @param dev watched during training; selects only where {@code select} says so
   * @param test scored at the end, a column for each set
   * @param unlabelledFormat where the text is written otherwise than dev and test
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
   * Exactly one of the first two.
   *
   * @param pretrained where a model is, see {@link dev.zener.pretrained.ModelSource}
   * @param scratch a shape to start anew
   * @param casing of a pretrained model's text; empty: as its files say
   */
  public record Encoder(
      Optional<Path> pretrained, Optional<Scratch> scratch, Optional<Casing> casing) {
    public Encoder {
      if (pretrained.isPresent() == scratch.isPresent()) {
        throw new IllegalArgumentException(
            (pretrained.isPresent() ? "both pretrained and scratch are" : "no encoder is")
                + " given; allowed: exactly one of pretrained (a model) and scratch;"
                + " take the other away with --set encoder.scratch= or --set encoder.pretrained=");
      }
      Require.that(
          casing.isEmpty() || pretrained.isPresent(),
          "casing",
          casing.map(EnumKeys::key).orElse(""),
          "only beside pretrained; with scratch it is scratch.casing");
    }
  }

  /**
   * An encoder that starts from random weights.
   *
   * @param vocabulary a vocab.txt, relative to the working directory
   * @param heads divides {@code hidden}
   * @param positions longest input in pieces that the encoder can ever take
   * @param restrictVocabulary keep only pieces seen in the training text: a multilingual vocabulary
   *     has 119,547 rows, nearly all of them never trained in a small run
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

  /** Training on labels: the teachers and direct transfer. Batch in sentences. */
  public record Teacher(
      @Default("5e-5") double learningRate,
      @Default("32") int batch,
      @Default("10") int epochs,
      @Default("source-dev") Select select) {
    public Teacher {
      Require.positive("learningRate", learningRate);
      Require.atLeast(1, "batch", batch);
      Require.atLeast(1, "epochs", epochs);
      Require.that(
          select != Select.TARGET_DEV,
          "select",
          EnumKeys.key(select),
          "source-dev or last: one teacher serves all targets");
    }
  }

  /**
   * Training on soft labels.
   *
   * @param batch target sentences a step, joined by as many source sentences where MMD is used
   * @param epochs passes over the target's unlabelled text
   * @param layers those of the encoder that the student keeps, from 1, ascending; empty: all. Where
   *     a layer that is kept has a head in the teacher, it has one in the student; the last learns
   *     from the teacher's last
   */
  public record Student(
      @Default("2e-5") double learningRate,
      @Default("32") int batch,
      @Default("10") int epochs,
      @Default("pretrained") Start start,
      @Default("source-dev") Select select,
      @Default("[]") List<Integer> layers) {
    public Student {
      Require.positive("learningRate", learningRate);
      Require.atLeast(1, "batch", batch);
      Require.atLeast(1, "epochs", epochs);
      requireAscending(layers);
    }

    /** The layers kept of an encoder of L. */
    public KeptLayers layers(int encoderLayers) {
      if (layers.isEmpty()) {
        return KeptLayers.all(encoderLayers);
      }
      Require.that(
          layers.get(layers.size() - 1) <= encoderLayers,
          "student.layers",
          layers,
          "at most the encoder's layers, " + encoderLayers);
      return new KeptLayers(layers, encoderLayers);
    }
  }

  private static void requireAscending(List<Integer> layers) {
    List<Integer> ascending = layers.stream().filter(m -> m >= 1).distinct().sorted().toList();
    Require.that(ascending.equals(layers), "layers", layers, "numbers from 1 on, ascending");
  }

  /**
   * Heads on middle layers.
   *
   * @param layers counted from 1; empty: the upper two thirds without the last
   * @param teacher weight α of the auxiliary cross-entropies
   * @param student weight β of the auxiliary squared errors
   */
  public record Auxiliary(
      @Default("[]") List<Integer> layers,
      @Default("0.1") double teacher,
      @Default("0.1") double student) {
    public Auxiliary {
      requireAscending(layers);
      Require.notNegative("teacher", teacher);
      Require.notNegative("student", student);
    }

    /** The layers for an encoder of L: as listed, or ⌈L/3⌉ .. L−1 (4 .. 11 of twelve). */
    public List<Integer> layers(int encoderLayers) {
      if (layers.isEmpty()) {
        return TaggerShape.defaultAuxiliary(encoderLayers);
      }
      int last = layers.get(layers.size() - 1);
      Require.that(
          last < encoderLayers,
          "auxiliary.layers",
          layers,
          "below the encoder's last layer, " + encoderLayers + ", which has the head that tags");
      return layers;
    }
  }

  /**
   * Weights of the two discrepancies between the teacher's source vectors and the student's.
   *
   * @param source α', against the student's vectors of the same source batch
   * @param target β', against the student's vectors of the target batch
   */
  public record Mmd(@Default("0.001") double source, @Default("0.001") double target) {
    public Mmd {
      Require.notNegative("source", source);
      Require.notNegative("target", target);
    }
  }

  /** What is not trained: the embeddings, and this many layers from the bottom. */
  public record Frozen(@Default("true") boolean embeddings, @Default("3") int layers) {
    public Frozen {
      Require.atLeast(0, "layers", layers);
    }

    /** Whether the parameter of a name stays as it is. */
    public boolean freezes(String parameter) {
      if (parameter.startsWith("bert.embeddings.")) {
        return embeddings;
      }
      String layer = "bert.encoder.layer.";
      return parameter.startsWith(layer)
          && Integer.parseInt(
                  parameter.substring(layer.length(), parameter.indexOf('.', layer.length())))
              < layers;
    }
  }

  /**
   * AdamW in PyTorch's form.
   *
   * @param decay of weights, not of biases and LayerNorm weights
   * @param clip largest global norm of the gradient
   * @param warmup share of the steps in which the learning rate rises; then it falls to 0
   */
  public record Optimiser(
      @Default("0.9") double beta1,
      @Default("0.999") double beta2,
      @Default("1e-8") double epsilon,
      @Default("0.01") double decay,
      @Default("1.0") double clip,
      @Default("0.1") double warmup) {
    public Optimiser {
      Require.fraction("beta1", beta1);
      Require.fraction("beta2", beta2);
      Require.positive("epsilon", epsilon);
      Require.notNegative("decay", decay);
      Require.positive("clip", clip);
      Require.fraction("warmup", warmup);
    }
  }

  /**
   * Scoring.
   *
   * @param pieces most pieces that are tagged at once; memory grows with it, scores do not change
   */
  public record Evaluation(@Default("argmax") Decoding decoding, @Default("4096") int pieces) {
    public Evaluation {
      Require.atLeast(3, "pieces", pieces);
    }
  }

  /** A row of figures from elsewhere: F1 in percent by language, or by the test set's name. */
  public record Published(String title, Map<String, Double> f1) {}
}

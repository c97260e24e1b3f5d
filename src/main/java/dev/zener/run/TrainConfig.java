package dev.zener.run;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.method.Method;
import dev.zener.method.Methods;
import dev.zener.train.Frozen;
import dev.zener.train.Optimiser;
import dev.zener.train.ScoringSettings;
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
 * @param maxPieces the maximum number of pieces in a window, including the special pieces at its
 *     ends; longer sentences are cut into windows
 * @param vectorWords the maximum number of words, the most frequent ones, that are used of each
 *     file of vectors
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
    SourceSettings source,
    @Default("{}") Map<String, TargetSettings> targets,
    @Default("[]") List<String> types,
    EncoderSettings encoder,
    @Default("128") int maxPieces,
    @Default("200000") int vectorWords,
    @Default("0.1") double dropout,
    Frozen frozen,
    Optimiser optimiser,
    @Default("float32") ProductPrecision precision,
    @Default("20") int evaluateEvery,
    @Default("500") int checkpointEvery,
    ScoringSettings evaluation,
    @Default("[]") List<PublishedScores> published,
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
    Require.that(
        maxPieces >= 3,
        "maxPieces",
        maxPieces,
        "3 or more: a piece, and the two that begin and end a window");
    Require.atLeast(1, "vectorWords", vectorWords);
    Require.fraction("dropout", dropout);
    Require.atLeast(1, "evaluateEvery", evaluateEvery);
    Require.atLeast(1, "checkpointEvery", checkpointEvery);
    encoder.scratch().ifPresent(scratch -> fits(maxPieces, scratch));
    encoder.scratch().ifPresent(scratch -> thaws(frozen));
    methods.stream()
        .filter(method -> method.needs().encoder())
        .findFirst()
        .ifPresent(method -> encoder.require(method.name()));
    methods.forEach(method -> sourceServes(method, source));
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

  private static void fits(int maxPieces, ScratchEncoder scratch) {
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

  private static void targetsServe(List<Method> methods, Map<String, TargetSettings> targets) {
    for (Method method : methods) {
      if (method.perTarget()) {
        Require.that(!targets.isEmpty(), "targets", "empty", "at least one, for " + method.name());
        targets.forEach((language, target) -> targetServes(method, language, target));
      }
    }
  }

  private static void sourceServes(Method method, SourceSettings source) {
    Require.that(
        source.vectors().isPresent() || !method.needs().sourceVectors(),
        "source.vectors",
        "missing",
        "a file of word vectors, which " + method.name() + " reads");
  }

  private static void targetServes(Method method, String language, TargetSettings target) {
    Require.that(
        target.vectors().isPresent() || !method.needs().targetVectors(),
        "targets." + language + ".vectors",
        "missing",
        "a file of word vectors, which " + method.name() + " reads");
    Require.that(
        target.unlabelled().isPresent() || !method.needs().unlabelled(),
        "targets." + language + ".unlabelled",
        "missing",
        "a file of target text, which " + method.name() + " learns from");
    Require.that(
        target.dev().isPresent() || !method.selectsByTarget(),
        "targets." + language + ".dev",
        "missing",
        "a file, since a training is selected by target-dev");
  }
}

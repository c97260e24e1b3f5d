package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.label.InputException;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.KeptLayers;
import dev.zener.model.ParameterNames;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.tokenizer.FoundTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import dev.zener.tokenizer.WordPieceTokenizer;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A stored model: an encoder, or an encoder with tagger heads, as a {@link ModelSource} names it.
 * Opening reads everything but the weights, of which it looks at names and shapes alone; loading
 * checks all of them before it takes memory, and copies each straight from the file into it.
 * Immutable; holds nothing open.
 */
public final class ModelDirectory {
  /** Elements that are converted at a time. */
  private static final int PIECE = 1 << 20;

  private final String name;
  private final ModelFiles files;
  private final ModelConfig config;
  private final WordPieceTokenizer tokenizer;
  private final TaggerHead head;
  private final List<Integer> headLayers;
  private final Map<String, String> info;
  private final Confidence confidence;
  private final List<String> remarks;

  private ModelDirectory(ModelSource source, ModelFiles files, OpenWeights weights) {
    this.name = source.toString();
    this.files = files;
    config = ModelConfig.of(files, weights.bert());
    FoundTokenizer found = TokenizerFiles.find(files.tokenizer(), source.casing());
    tokenizer = found.tokenizer();
    checkVocabulary();
    checkDepth(weights.bert());
    head = TaggerHead.of(config, weights.bert());
    headLayers = head.labels().isPresent() ? weights.headLayers() : List.of();
    info = weights.info();
    confidence = Confidence.of(files.folder().place(InnerHeads.NAME), info);
    remarks =
        Stream.of(config.remarks(), found.remarks(), ModelCache.remarks(info))
            .flatMap(List::stream)
            .toList();
  }

  /** Opens a model on disk, see {@link ModelSource}. */
  public static ModelDirectory open(Path path) {
    return open(ModelSource.of(path));
  }

  /**
   * Opens a model.
   *
   * @throws InputException if a file is missing, malformed or of another kind of model, or the
   *     files do not agree
   */
  public static ModelDirectory open(ModelSource source) {
    ModelFiles files = source.files();
    try (OpenWeights weights = OpenWeights.open(files)) {
      ModelDirectory directory = new ModelDirectory(source, files, weights);
      if (directory.isTagger()) {
        directory.shape();
      }
      return directory;
    }
  }

  private void checkVocabulary() {
    int pieces = tokenizer.vocabulary().size();
    if (pieces > encoder().vocabulary()) {
      throw new InputException(
          "%s: vocab_size is %d, but the vocabulary has %d pieces; allowed: at most one piece for"
                  .formatted(config.file(), encoder().vocabulary(), pieces)
              + " every row of the word embeddings; take the vocabulary that came with the weights");
    }
  }

  /** Deeper than the file: told before names are made for layers that a typing error claims. */
  private void checkDepth(BertWeights weights) {
    String last = "bert.encoder.layer." + (encoder().layers() - 1) + ".output.LayerNorm.bias";
    weights.require(last, new long[] {encoder().hidden()});
  }

  ModelFiles files() {
    return files;
  }

  TaggerHead head() {
    return head;
  }

  /** The weight file that is read, the index of several, or the archive that holds it, on disk. */
  public Optional<Path> weights() {
    return files.folder().file(files.weights());
  }

  /** What the files do not say and had to be assumed, a line each. */
  public List<String> remarks() {
    return remarks;
  }

  /** The place as it was named. */
  @Override
  public String toString() {
    return name;
  }

  /** The encoder's sizes and rates. */
  public EncoderShape encoder() {
    return config.encoder();
  }

  /** The tokenizer. */
  public WordPieceTokenizer tokenizer() {
    return tokenizer;
  }

  /** Whether there is a head on the last layer whose labels have names. */
  public boolean isTagger() {
    return head.labels().isPresent();
  }

  /**
   * The labels of the heads.
   *
   * @throws InputException if this is no tagger, with the reason
   */
  public LabelSet labels() {
    return head.labels()
        .orElseThrow(
            () ->
                new InputException(
                    "%s: has no head that tags: %s; train one on it, or name a tagger's directory"
                        .formatted(name, head.absence())));
  }

  /** The inner layers that have a head of their own, ascending; none if this is no tagger. */
  public List<Integer> headLayers() {
    return headLayers;
  }

  /** What makes its confidence mean something. */
  public Confidence confidence() {
    return confidence;
  }

  /** What was said of the model when it was written; empty for what others wrote. */
  public Map<String, String> info() {
    return info;
  }

  /**
   * Encoder and heads as they stand here.
   *
   * @throws InputException if this is no tagger, or its heads stand on layers that it does not have
   */
  public TaggerShape shape() {
    int labels = labels().size();
    try {
      return new TaggerShape(encoder(), labels, headLayers);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          files.folder().place(InnerHeads.NAME) + ": " + e.getMessage() + "; remove the file", e);
    }
  }

  /**
   * Loads the tagger as it stands here, not to be trained on: deltas of one base have tensors in
   * common.
   *
   * @throws InputException if this is no tagger, or a weight is missing or misshapen
   */
  public LoadedModel load(ElementType type) {
    TaggerShape shape = shape();
    return files.isDelta() ? loadDelta(shape, type) : loadWhole(shape, type);
  }

  /**
   * Loads the encoder alone, under fresh heads, whatever heads stand here.
   *
   * @param wanted its encoder must be the one here, up to dropout rates and the range of fresh
   *     weights
   * @param seed of the fresh heads, see {@link Parameters#randomize}
   * @throws InputException if a weight is missing or misshapen
   * @throws IllegalArgumentException if {@code wanted} is of another encoder
   */
  public LoadedModel loadEncoder(TaggerShape wanted, ElementType type, long seed) {
    return loadEncoder(wanted, KeptLayers.all(encoder().layers()), type, seed);
  }

  /**
   * Loads some layers of the encoder, under fresh heads.
   *
   * @param wanted its encoder must be the one here with so many layers as are kept
   * @see #loadEncoder(TaggerShape, ElementType, long)
   */
  public LoadedModel loadEncoder(TaggerShape wanted, KeptLayers kept, ElementType type, long seed) {
    EncoderShape expected = encoder().withLayers(kept.count()).withoutRates();
    if (!wanted.encoder().withoutRates().equals(expected) || kept.of() != encoder().layers()) {
      throw new IllegalArgumentException(
          "encoder " + wanted.encoder() + " is not the one of " + name + ", " + encoder());
    }
    try (OpenWeights weights = OpenWeights.open(files)) {
      OpenWeights.Choice choice =
          weights.choose(ParameterNames.encoder(wanted.encoder()), kept::original);
      return fill(weights, choice, Parameters.zeros(wanted, type), Set.of(), seed);
    }
  }

  private LoadedModel loadWhole(TaggerShape shape, ElementType type) {
    try (OpenWeights weights = OpenWeights.open(files)) {
      OpenWeights.Choice choice = weights.choose(ParameterNames.of(shape));
      return fill(weights, choice, Parameters.zeros(shape, type), Set.of(), 0);
    }
  }

  /** Loads a delta; what it has of its base as it is may be in memory already. */
  private LoadedModel loadDelta(TaggerShape shape, ElementType type) {
    try (OpenWeights weights = OpenWeights.open(files)) {
      OpenWeights.Choice choice = weights.choose(ParameterNames.of(shape));
      synchronized (SharedTensors.LOADING) {
        DeltaOfBase delta = weights.bert().delta().orElseThrow();
        SharedTensors shared =
            SharedTensors.take(delta.delta().base().sha256(), type, unchanged(shape, delta));
        Map<String, String> filled = shared.filled();
        filled.forEach(delta.fingerprint()::add);
        Parameters parameters;
        try {
          parameters = Parameters.sharing(shape, type, shared.tensors(), shared::close);
        } catch (RuntimeException | Error e) {
          shared.close();
          throw e;
        }
        LoadedModel loaded = fill(weights, choice, parameters, filled.keySet(), 0);
        shared.fill(delta.fingerprint()::digest);
        return loaded;
      }
    }
  }

  private static Map<String, long[]> unchanged(TaggerShape shape, DeltaOfBase delta) {
    Map<String, long[]> unchanged = new LinkedHashMap<>(ParameterNames.encoder(shape.encoder()));
    unchanged.keySet().removeIf(delta.delta()::changes);
    return unchanged;
  }

  /**
   * Memory that {@link #load} takes: what a delta has of its base as it is counts for the first of
   * several that are open.
   *
   * @throws InputException if this is no tagger
   */
  public long bytes(ElementType type) {
    if (!files.isDelta()) {
      return Parameters.bytes(shape(), type);
    }
    try (Delta delta = Delta.open(files.folder())) {
      String base = delta.base().sha256();
      return Parameters.bytes(
          shape(), type, name -> delta.changes(name) || !SharedTensors.isHeld(base, type, name));
    }
  }

  /**
   * @param filled names of parameters that have their numbers already
   */
  private LoadedModel fill(
      OpenWeights weights,
      OpenWeights.Choice choice,
      Parameters parameters,
      Set<String> filled,
      long seed) {
    try {
      List<String> fresh = new ArrayList<>(parameters.tensors().keySet());
      fresh.removeAll(choice.tensors().keySet());
      fresh.forEach(name -> parameters.randomize(name, seed));
      choice.tensors().entrySet().stream()
          .filter(entry -> !filled.contains(entry.getKey()))
          .sorted(Comparator.comparingLong(entry -> entry.getValue().place()))
          .forEach(entry -> copy(entry.getValue(), parameters.get(entry.getKey())));
      weights.verifyBase(encoder());
      return new LoadedModel(parameters, choice.report().withRemarks(remarks).withFresh(fresh));
    } catch (RuntimeException | Error e) {
      parameters.close();
      throw e;
    }
  }

  private static void copy(TensorSource source, Tensor target) {
    for (int from = 0; from < target.size(); from += PIECE) {
      int to = Math.min(target.size(), from + PIECE);
      if (target.type() == ElementType.FLOAT64) {
        source.read(from, target.doubles().limit(to).position(from));
      } else {
        source.read(from, target.floats().duplicate().limit(to).position(from));
      }
    }
  }
}

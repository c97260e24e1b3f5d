package dev.zener.pretrained;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.label.InputException;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterNames;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.tokenizer.TokenizerFiles;
import dev.zener.tokenizer.WordPieceTokenizer;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A model directory in HuggingFace's layout: an encoder, or an encoder with tagger heads. Opening
 * reads everything but the weights, of which it looks at names and shapes alone; loading checks all
 * of them before it takes memory, and copies each straight from the file into it. Immutable; holds
 * nothing open.
 */
public final class ModelDirectory {
  /** Elements that are converted at a time. */
  private static final int PIECE = 1 << 20;

  private final WeightsLocation location;
  private final ModelConfig config;
  private final WordPieceTokenizer tokenizer;
  private final TaggerHead head;
  private final List<Integer> headLayers;
  private final Map<String, String> info;

  private ModelDirectory(WeightsLocation location, OpenWeights weights) {
    this.location = location;
    config = ModelConfig.read(location.directory().resolve(ModelConfig.NAME));
    tokenizer = TokenizerFiles.open(location.directory());
    checkVocabulary();
    checkDepth(weights.checkpoint());
    head = TaggerHead.of(config, weights.checkpoint());
    headLayers = head.labels().isPresent() ? weights.headLayers() : List.of();
    info = weights.info();
  }

  /**
   * Opens a directory, or the weight file to be read in one.
   *
   * @throws InputException if a file is missing, malformed or of another kind of model, or the
   *     files do not agree
   */
  public static ModelDirectory open(Path directoryOrWeights) {
    WeightsLocation location = WeightsLocation.find(directoryOrWeights);
    try (OpenWeights weights = OpenWeights.open(location)) {
      ModelDirectory directory = new ModelDirectory(location, weights);
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
  private void checkDepth(Checkpoint checkpoint) {
    String last = "bert.encoder.layer." + (encoder().layers() - 1) + ".output.LayerNorm.bias";
    checkpoint.require(last, new long[] {encoder().hidden()});
  }

  WeightsLocation location() {
    return location;
  }

  TaggerHead head() {
    return head;
  }

  /** Where the files are. */
  public Path directory() {
    return location.directory();
  }

  /** The weight file that is read, or the index of several. */
  public Path weights() {
    return location.file();
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
                        .formatted(directory(), head.absence())));
  }

  /** The inner layers that have a head of their own, ascending; none if this is no tagger. */
  public List<Integer> headLayers() {
    return headLayers;
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
          directory().resolve(InnerHeads.NAME) + ": " + e.getMessage() + "; remove the file", e);
    }
  }

  /**
   * Loads the tagger as it stands here.
   *
   * @throws InputException if this is no tagger, or a weight is missing or misshapen
   */
  public LoadedModel load(ElementType type) {
    TaggerShape shape = shape();
    return load(shape, type, ParameterNames.of(shape), 0);
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
    if (!comparable(wanted.encoder()).equals(comparable(encoder()))) {
      throw new IllegalArgumentException(
          "encoder " + wanted.encoder() + " is not the one of " + directory() + ", " + encoder());
    }
    return load(wanted, type, ParameterNames.encoder(encoder()), seed);
  }

  private static EncoderShape comparable(EncoderShape e) {
    return new EncoderShape(
        e.vocabulary(),
        e.hidden(),
        e.layers(),
        e.heads(),
        e.feedForward(),
        e.positions(),
        e.types(),
        e.epsilon(),
        0,
        0,
        1);
  }

  private LoadedModel load(
      TaggerShape shape, ElementType type, Map<String, long[]> present, long seed) {
    try (OpenWeights weights = OpenWeights.open(location)) {
      OpenWeights.Choice choice = weights.choose(present);
      Parameters parameters = Parameters.zeros(shape, type);
      try {
        return new LoadedModel(
            parameters, choice.report().withFresh(fill(parameters, choice, seed)));
      } catch (RuntimeException | Error e) {
        parameters.close();
        throw e;
      }
    }
  }

  /** Returns the names of those drawn. */
  private static List<String> fill(Parameters parameters, OpenWeights.Choice choice, long seed) {
    List<String> fresh = new ArrayList<>(parameters.tensors().keySet());
    fresh.removeAll(choice.tensors().keySet());
    fresh.forEach(name -> parameters.randomize(name, seed));
    choice.tensors().forEach((name, source) -> copy(source, parameters.get(name)));
    return fresh;
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

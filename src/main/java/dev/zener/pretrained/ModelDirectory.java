package dev.zener.pretrained;

import dev.zener.data.WordRule;
import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.KeptLayers;
import dev.zener.model.ParameterSpec;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.FoundTokenizer;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.tokenizer.PreTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stored model at a {@link ModelSource}: an encoder, with or without tagging heads. Opening reads
 * config, vocabulary, and the names and shapes of the weights. Loading checks all weights before it
 * allocates memory, and then copies each directly from the file. Immutable; holds no open files.
 */
public final class ModelDirectory implements StoredTagger {
  /** The key of the info that names the decoding chosen for the tagger's head. */
  public static final String DECODING = "zener_decoding";

  private final String name;
  private final ModelFiles files;
  private final ModelConfig config;
  private final PieceTokenizer tokenizer;
  private final String casingOrigin;
  private final TaggerHead head;
  private final List<Integer> headLayers;
  private final Map<String, String> info;
  private final Confidence confidence;
  private final Optional<WordRule> words;
  private final List<String> remarks;

  private ModelDirectory(
      ModelSource source, ModelFiles files, OpenWeights weights, boolean headWanted) {
    this.name = source.toString();
    this.files = files;
    config = ModelConfig.of(files, weights.encoder());
    FoundTokenizer found = TokenizerFiles.find(files.tokenizer(), source.casing());
    tokenizer = found.tokenizer();
    casingOrigin = found.casingOrigin();
    checkVocabulary();
    checkDepth(weights.encoder());
    head = headWanted ? TaggerHead.of(config, weights, source.labels()) : TaggerHead.UNWANTED;
    headLayers = head.labels().isPresent() ? weights.headLayers() : List.of();
    info = weights.info();
    confidence = Confidence.of(files.folder().place(InnerHeads.NAME), info);
    words = StoredWordRule.of(files.folder().place(InnerHeads.NAME), info);
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
   *     files contradict each other
   */
  public static ModelDirectory open(ModelSource source) {
    return open(source, true);
  }

  /** Opens a model without its heads, whatever they are. */
  static ModelDirectory openEncoder(ModelSource source) {
    return open(source, false);
  }

  private static ModelDirectory open(ModelSource source, boolean headWanted) {
    ModelFiles files = source.files();
    try (OpenWeights weights = OpenWeights.open(files)) {
      ModelDirectory directory = new ModelDirectory(source, files, weights, headWanted);
      if (directory.isTagger()) {
        directory.shape();
      }
      return directory;
    }
  }

  private void checkVocabulary() {
    int pieces = tokenizer.size();
    if (pieces > encoder().vocabulary()) {
      throw new InputException(
          "%s: vocab_size is %d, but the vocabulary has %d pieces; allowed: at most one piece for"
                  .formatted(config.file(), encoder().vocabulary(), pieces)
              + " every row of the word embeddings; take the vocabulary that came with the weights");
    }
  }

  /**
   * Checks that the last layer of the config is in the weight file. A mistyped, huge number of
   * layers is thus reported before names are generated for all of them.
   */
  private void checkDepth(EncoderWeights weights) {
    List<ParameterSpec> layer = encoder().architecture().layer(encoder(), encoder().layers());
    ParameterSpec last = layer.get(layer.size() - 1);
    weights.require(last.name(), last.shape());
  }

  ModelFiles files() {
    return files;
  }

  TaggerHead head() {
    return head;
  }

  /** What decided on the casing, for people. */
  String casingOrigin() {
    return casingOrigin;
  }

  /**
   * The weight file on disk that is read, the index if there are several, or the archive that holds
   * it.
   */
  public Optional<Path> weights() {
    return files.folder().file(files.weights());
  }

  /** Assumptions about what the files do not state, one per line. */
  public List<String> remarks() {
    return remarks;
  }

  /** The model's location as given. */
  @Override
  public String toString() {
    return name;
  }

  /** The encoder's sizes and rates. */
  public EncoderShape encoder() {
    return config.encoder();
  }

  @Override
  public PreTokenizer preTokenizer() {
    return tokenizer.preTokenizer();
  }

  /** The tokenizer. */
  public PieceTokenizer tokenizer() {
    return tokenizer;
  }

  /**
   * The number of outputs of the tagging head for each word; 0 if there is none. They have no names
   * if this is not a tagger.
   */
  public int outputs() {
    return head.rows();
  }

  /** Whether the last layer has a tagging head whose labels have names. */
  public boolean isTagger() {
    return head.labels().isPresent();
  }

  /**
   * The labels of the tagging heads.
   *
   * @throws InputException if the model is not a tagger; the message gives the reason
   */
  @Override
  public LabelSet labels() {
    return head.labels().orElseThrow(() -> head.error(name));
  }

  /** The inner layers that have an auxiliary head, ascending; empty if this is not a tagger. */
  public List<Integer> headLayers() {
    return headLayers;
  }

  /** The calibration of the tagger's confidence. */
  @Override
  public Confidence confidence() {
    return confidence;
  }

  /** How the corpus that the tagger was trained on writes words; empty if it was not measured. */
  @Override
  public Optional<WordRule> words() {
    return words;
  }

  /** The info strings stored with the model; empty if Zener did not write it. */
  @Override
  public Map<String, String> info() {
    return info;
  }

  /**
   * The shape of the stored model with all its heads.
   *
   * @throws InputException if it has no tagging head, or a head belongs to a layer that does not
   *     exist
   */
  public TaggerShape shape() {
    if (outputs() == 0) {
      throw head.error(name);
    }
    try {
      return new TaggerShape(encoder(), outputs(), headLayers);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          files.folder().place(InnerHeads.NAME) + ": " + e.getMessage() + "; remove the file", e);
    }
  }

  /**
   * Loads the stored model with its heads for inference. It must not be trained further, because
   * deltas of the same base share tensors in memory.
   *
   * @throws InputException if it has no tagging head, or a weight is missing or has another shape
   */
  @Override
  public LoadedModel load(ElementType type) {
    return new WeightLoading(files, encoder(), remarks).load(shape(), type);
  }

  /**
   * Loads the encoder with newly initialised heads, ignoring stored heads.
   *
   * @param wanted the shape to load; its encoder must equal the stored one except for dropout rates
   *     and initializer range
   * @param seed the seed of the new heads, see {@link Parameters#randomize}
   * @throws InputException if a weight is missing or has another shape
   * @throws IllegalArgumentException if {@code wanted} has another encoder
   */
  public LoadedModel loadEncoder(TaggerShape wanted, ElementType type, long seed) {
    return loadEncoder(wanted, KeptLayers.all(encoder().layers()), type, seed);
  }

  /**
   * Loads some layers of the encoder with newly initialised heads.
   *
   * @param wanted the shape to load; its encoder must equal the stored one with {@code
   *     kept.count()} layers
   * @see #loadEncoder(TaggerShape, ElementType, long)
   */
  public LoadedModel loadEncoder(TaggerShape wanted, KeptLayers kept, ElementType type, long seed) {
    EncoderShape expected = encoder().withLayers(kept.count()).withoutRates();
    if (!wanted.encoder().withoutRates().equals(expected) || kept.of() != encoder().layers()) {
      throw new IllegalArgumentException(
          "encoder " + wanted.encoder() + " is not the one of " + name + ", " + encoder());
    }
    return new WeightLoading(files, encoder(), remarks).loadEncoder(wanted, kept, type, seed);
  }

  /**
   * The bytes of memory that {@link #load} allocates. For a delta, base tensors that another open
   * delta already holds are not counted.
   *
   * @throws InputException if it has no tagging head
   */
  @Override
  public long bytes(ElementType type) {
    return new WeightLoading(files, encoder(), remarks).bytes(shape(), type);
  }
}

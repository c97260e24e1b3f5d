package dev.zener.train;

import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.KeptLayers;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.PieceSubset;
import dev.zener.tokenizer.Vocabulary;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The start of every training of a run: a pretrained encoder, or a shape for a randomly initialised
 * one, and its tokenizer.
 */
final class Base {
  private final EncoderShape encoder;
  private final WordPieceTokenizer tokenizer;
  private final Optional<ModelDirectory> pretrained;

  private Base(
      EncoderShape encoder, WordPieceTokenizer tokenizer, Optional<ModelDirectory> pretrained) {
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.pretrained = pretrained;
  }

  /**
   * Opens the encoder that a configuration names.
   *
   * @param texts the words of all training text; a restricted vocabulary keeps only their pieces
   */
  static Base of(TrainConfig config, Iterable<List<String>> texts) {
    return config
        .encoder()
        .pretrained()
        .map(place -> pretrained(config, place))
        .orElseGet(() -> scratch(config, config.encoder().scratch().orElseThrow(), texts));
  }

  private static Base pretrained(TrainConfig config, Path place) {
    ModelSource source = ModelSource.of(place.toString());
    ModelDirectory model =
        ModelDirectory.open(
            config.encoder().casing().map(c -> source.withCasing(casing(c))).orElse(source));
    EncoderShape encoder = model.encoder().withDropout(config.dropout(), config.dropout());
    Require.that(
        config.maxPieces() <= encoder.positions(),
        "maxPieces",
        config.maxPieces(),
        "at most the encoder's positions, " + encoder.positions());
    return new Base(encoder, model.tokenizer(), Optional.of(model));
  }

  private static Base scratch(
      TrainConfig config, TrainConfig.Scratch scratch, Iterable<List<String>> texts) {
    WordPieceTokenizer full =
        new WordPieceTokenizer(Vocabulary.read(scratch.vocabulary()), casing(scratch.casing()));
    WordPieceTokenizer tokenizer = scratch.restrictVocabulary() ? restricted(full, texts) : full;
    EncoderShape encoder =
        EncoderShape.bert(
                tokenizer.vocabulary().size(),
                scratch.hidden(),
                scratch.layers(),
                scratch.heads(),
                scratch.feedForward(),
                scratch.positions(),
                2)
            .withDropout(config.dropout(), config.dropout());
    return new Base(encoder, tokenizer, Optional.empty());
  }

  private static Casing casing(TrainConfig.Casing casing) {
    return casing == TrainConfig.Casing.CASED ? Casing.CASED : Casing.UNCASED;
  }

  private static WordPieceTokenizer restricted(
      WordPieceTokenizer full, Iterable<List<String>> texts) {
    PieceSubset occurring = new PieceSubset(full);
    texts.forEach(occurring::addWords);
    return occurring.tokenizer();
  }

  WordPieceTokenizer tokenizer() {
    return tokenizer;
  }

  /** The shape of a tagger on the kept layers of this encoder. */
  TaggerShape shape(LabelSet labels, KeptLayers kept, List<Integer> auxiliary) {
    return new TaggerShape(encoder.withLayers(kept.count()), labels.size(), auxiliary);
  }

  int layers() {
    return encoder.layers();
  }

  /**
   * Creates the parameters at the start of a training: the kept layers of the pretrained encoder,
   * or a randomly initialised encoder, with randomly initialised heads.
   */
  Parameters parameters(TaggerShape shape, KeptLayers kept, long seed) {
    if (pretrained.isEmpty()) {
      return Parameters.random(shape, seed);
    }
    return pretrained.get().loadEncoder(shape, kept, ElementType.FLOAT32, seed).parameters();
  }

  /** Assumptions made about the pretrained encoder, one per line. */
  List<String> remarks() {
    return pretrained.map(ModelDirectory::remarks).orElse(List.of());
  }

  /** The weight file of the pretrained encoder, if there is one. */
  Optional<Path> weights() {
    return pretrained.flatMap(ModelDirectory::weights);
  }
}

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
 * What every training of a run starts from: a pretrained encoder or a shape for a fresh one, and
 * the tokenizer that goes with it.
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
   * As a configuration has it.
   *
   * @param texts the words of all training text, of which a restricted vocabulary keeps the pieces
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

  /** The shape of a tagger on these layers of this encoder. */
  TaggerShape shape(LabelSet labels, KeptLayers kept, List<Integer> auxiliary) {
    return new TaggerShape(encoder.withLayers(kept.count()), labels.size(), auxiliary);
  }

  int layers() {
    return encoder.layers();
  }

  /**
   * Parameters to start a training with: these layers of the pretrained encoder, or a fresh one,
   * and fresh heads.
   */
  Parameters parameters(TaggerShape shape, KeptLayers kept, long seed) {
    if (pretrained.isEmpty()) {
      return Parameters.random(shape, seed);
    }
    return pretrained.get().loadEncoder(shape, kept, ElementType.FLOAT32, seed).parameters();
  }

  /** What had to be assumed of the pretrained encoder, a line each. */
  List<String> remarks() {
    return pretrained.map(ModelDirectory::remarks).orElse(List.of());
  }

  /** The weight file behind it, if any. */
  Optional<Path> weights() {
    return pretrained.flatMap(ModelDirectory::weights);
  }
}

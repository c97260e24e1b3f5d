package dev.zener.run;

import dev.zener.config.Require;
import dev.zener.model.EncoderShape;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.PieceSubset;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import dev.zener.train.StartEncoder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens the encoder of a configuration. */
final class EncoderReader {
  private EncoderReader() {}

  /**
   * Opens the encoder that a configuration names.
   *
   * @param texts the words of all training text; a restricted vocabulary keeps only their pieces
   */
  static StartEncoder read(TrainConfig config, Iterable<List<String>> texts) {
    return config
        .encoder()
        .pretrained()
        .map(place -> pretrained(config, place))
        .orElseGet(() -> scratch(config, config.encoder().scratch().orElseThrow(), texts));
  }

  private static StartEncoder pretrained(TrainConfig config, Path place) {
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
    return new StartEncoder(encoder, model.tokenizer(), Optional.of(model));
  }

  private static StartEncoder scratch(
      TrainConfig config, ScratchEncoder scratch, Iterable<List<String>> texts) {
    PieceTokenizer full =
        TokenizerFiles.ofVocabulary(scratch.vocabulary(), casing(scratch.casing()));
    PieceTokenizer tokenizer = scratch.restrictVocabulary() ? restricted(full, texts) : full;
    EncoderShape encoder =
        EncoderShape.bert(
                tokenizer.size(),
                scratch.hidden(),
                scratch.layers(),
                scratch.heads(),
                scratch.feedForward(),
                scratch.positions(),
                2)
            .withDropout(config.dropout(), config.dropout());
    return new StartEncoder(encoder, tokenizer, Optional.empty());
  }

  private static Casing casing(TextCasing casing) {
    return casing == TextCasing.CASED ? Casing.CASED : Casing.UNCASED;
  }

  private static PieceTokenizer restricted(PieceTokenizer full, Iterable<List<String>> texts) {
    PieceSubset occurring = full.subset();
    texts.forEach(occurring::addWords);
    return occurring.tokenizer();
  }
}

package dev.zener;

import dev.zener.model.Parameters;
import dev.zener.op.backend.Backend;
import dev.zener.predict.Batching;
import dev.zener.predict.Decoding;
import dev.zener.predict.Predictor;
import dev.zener.pretrained.BiLstmDirectory;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.StoredTagger;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import dev.zener.vectors.VectorTables;
import java.util.List;

/** Makes the predictor of a stored tagger, whatever its network. */
record PredictorSettings(TaggerOptions options, Batching batching) {
  /**
   * Checks the options that a model limits.
   *
   * @throws InputException if the model has fewer positions than {@code maxPieces}, or an option
   *     would have no effect on it
   */
  void check(StoredTagger model) {
    if (model instanceof BiLstmDirectory) {
      refuse(model, Setting.DECODING, options.decoding().isPresent());
      refuse(model, Setting.MAX_PIECES, options.maxPieces().isPresent());
    }
    if (model instanceof ModelDirectory transformer) {
      int positions = transformer.encoder().positions();
      if (maxPieces(transformer) > positions) {
        throw new InputException(
            String.format(
                "windows of %d pieces; allowed: up to %d, the positions of %s",
                maxPieces(transformer), positions, model));
      }
    }
  }

  /** The advice in the message if a single window of a model does not fit in memory. */
  static String lessMemory(StoredTagger model) {
    return model instanceof BiLstmDirectory
        ? "use shorter sentences"
        : "use shorter windows (" + Setting.MAX_PIECES + ")";
  }

  private static void refuse(StoredTagger model, Setting setting, boolean given) {
    if (given) {
      throw new InputException(
          "%s: %s has no effect on a BiLSTM-CRF, which reads whole words and whose labels are those"
                  .formatted(model, setting)
              + " of its own most probable sequence; leave it out");
    }
  }

  private int maxPieces(ModelDirectory model) {
    return options.maxPieces().orElse(model.encoder().positions());
  }

  /** Compiles the forward pass. The caller must close the predictor, then the parameters. */
  Predictor predictor(StoredTagger model, Parameters parameters, Backend backend) {
    if (model instanceof BiLstmDirectory words) {
      return Predictor.biLstm(
          parameters,
          backend,
          words.characters(),
          new VectorTables(List.of(words.vectors())),
          0,
          words.labels(),
          batching);
    }
    ModelDirectory transformer = (ModelDirectory) model;
    return new Predictor(
        parameters,
        backend,
        transformer.tokenizer(),
        transformer.labels(),
        new Predictor.Settings(
            maxPieces(transformer),
            batching,
            options.decoding().or(() -> StoredDecoding.of(model)).orElse(Decoding.ARGMAX),
            transformer.confidence().temperature()));
  }
}

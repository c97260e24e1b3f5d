package dev.zener.bench;

import dev.zener.device.ElementType;
import dev.zener.model.EncoderShape;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.problem.InputException;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.tokenizer.TokenizerFiles;
import java.util.List;

/** The encoder that is timed and its tokenizer. */
record Model(PieceTokenizer tokenizer, Parameters parameters) implements AutoCloseable {
  /** The number of labels: O and B, I of four types, as in the usual corpora. */
  private static final int LABELS = 9;

  private static final int POSITIONS = 512;
  private static final double RATE = 0.1;
  private static final long SEED = 1;

  /** Loads or creates the model. A student has MSD's heads; the head of a tagger is not run. */
  static Model of(BenchSettings settings) {
    return settings.model().isPresent()
        ? read(settings, settings.model().get())
        : random(settings, settings.shape());
  }

  private static Model read(BenchSettings settings, ModelSource source) {
    ModelDirectory model = ModelDirectory.open(source);
    EncoderShape encoder = model.encoder().withDropout(RATE, RATE);
    fits(settings, encoder);
    TaggerShape shape = shape(settings, encoder);
    return new Model(
        model.tokenizer(), model.loadEncoder(shape, ElementType.FLOAT32, SEED).parameters());
  }

  private static Model random(BenchSettings settings, BenchSettings.Shape s) {
    PieceTokenizer tokenizer = TokenizerFiles.open(settings.vocabulary());
    EncoderShape encoder =
        EncoderShape.bert(
            tokenizer.size(), s.hidden(), s.layers(), s.heads(), s.feedForward(), POSITIONS, 2);
    fits(settings, encoder);
    return new Model(tokenizer, Parameters.random(shape(settings, encoder), SEED));
  }

  private static void fits(BenchSettings settings, EncoderShape encoder) {
    if (settings.maxPieces() > encoder.positions()) {
      throw new InputException(
          String.format(
              "sentences of %d pieces; allowed: up to %d, the encoder's positions",
              settings.maxPieces(), encoder.positions()));
    }
  }

  private static TaggerShape shape(BenchSettings settings, EncoderShape encoder) {
    List<Integer> auxiliary =
        settings.kind() == BenchSettings.Kind.STUDENT
            ? TaggerShape.defaultAuxiliary(encoder.layers())
            : List.of();
    return new TaggerShape(encoder, LABELS, auxiliary);
  }

  @Override
  public void close() {
    parameters.close();
  }
}

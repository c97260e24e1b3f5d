package dev.zener.train;

import dev.zener.device.ElementType;
import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.KeptLayers;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.tokenizer.PieceTokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The start of every training of a run: a pretrained encoder, or a shape for a randomly initialised
 * one, and its tokenizer.
 */
public final class StartEncoder {
  private final EncoderShape encoder;
  private final PieceTokenizer tokenizer;
  private final Optional<ModelDirectory> pretrained;

  /**
   * Describes a start.
   *
   * @param encoder the shape, with the rates of dropout
   * @param pretrained the weights; empty: they are random
   */
  public StartEncoder(
      EncoderShape encoder, PieceTokenizer tokenizer, Optional<ModelDirectory> pretrained) {
    this.encoder = encoder;
    this.tokenizer = tokenizer;
    this.pretrained = pretrained;
  }

  public PieceTokenizer tokenizer() {
    return tokenizer;
  }

  /** The shape of a tagger on the kept layers of this encoder. */
  public TaggerShape shape(LabelSet labels, KeptLayers kept, List<Integer> auxiliary) {
    return new TaggerShape(encoder.withLayers(kept.count()), labels.size(), auxiliary);
  }

  /** L, the number of layers of the encoder. */
  public int layers() {
    return encoder.layers();
  }

  /**
   * Creates the parameters at the start of a training: the kept layers of the pretrained encoder,
   * or a randomly initialised encoder, with randomly initialised heads.
   */
  public Parameters parameters(TaggerShape shape, KeptLayers kept, long seed) {
    if (pretrained.isEmpty()) {
      return Parameters.random(shape, seed);
    }
    return pretrained.get().loadEncoder(shape, kept, ElementType.FLOAT32, seed).parameters();
  }

  /** Assumptions made about the pretrained encoder, one per line. */
  public List<String> remarks() {
    return pretrained.map(ModelDirectory::remarks).orElse(List.of());
  }

  /** The weight file of the pretrained encoder, if there is one. */
  public Optional<Path> weights() {
    return pretrained.flatMap(ModelDirectory::weights);
  }
}

package dev.zener.pretrained;

import dev.zener.label.LabelSet;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.tokenizer.WordPieceTokenizer;
import dev.zener.weights.DType;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a tagger as a directory that {@link ModelDirectory#open} and HuggingFace's {@code
 * AutoModelForTokenClassification.from_pretrained} read: the encoder and the last layer's head in
 * {@code model.safetensors}, the inner heads and ω beside it.
 */
public final class ModelWriter {
  private ModelWriter() {}

  /**
   * Writes the directory whole or not at all; weights go out in pieces, none is copied.
   *
   * @param target missing or an empty directory
   * @param labels C of them, by index
   * @param dtype F32, F16 or BF16, rounded to nearest; the inner heads stay F32
   * @param info strings that say where the model came from, see {@link ModelDirectory#info}
   * @throws dev.zener.label.InputException if the target is there and not empty
   * @throws IllegalArgumentException if labels, vocabulary and parameters do not belong together,
   *     or the type is another
   */
  public static void write(
      Path target,
      Parameters parameters,
      LabelSet labels,
      WordPieceTokenizer tokenizer,
      DType dtype,
      Map<String, String> info) {
    TaggerShape shape = parameters.shape();
    check(shape, labels, tokenizer);
    List<TensorSource> tensors = new ArrayList<>();
    parameters.tensors().forEach((name, tensor) -> tensors.add(new ParameterSource(name, tensor)));
    new ModelContent(shape.encoder(), Optional.of(labels), tokenizer, dtype, tensors, info)
        .write(target);
  }

  private static void check(TaggerShape shape, LabelSet labels, WordPieceTokenizer tokenizer) {
    if (labels.size() != shape.labels()) {
      throw new IllegalArgumentException(
          "labels " + labels + " for a head of " + shape.labels() + " rows");
    }
    if (tokenizer.vocabulary().size() > shape.encoder().vocabulary()) {
      throw new IllegalArgumentException(
          "a vocabulary of %s for %d rows of word embeddings"
              .formatted(tokenizer.vocabulary(), shape.encoder().vocabulary()));
    }
  }
}

package dev.zener.pretrained;

import dev.zener.label.LabelSet;
import dev.zener.model.ParameterSpec;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.weights.DType;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a tagger as a directory that {@link ModelDirectory#open} and HuggingFace's {@code
 * AutoModelForTokenClassification.from_pretrained} can read: the encoder and the last layer's head
 * in {@code model.safetensors}, the auxiliary heads and ω in {@code zener.safetensors}.
 */
public final class ModelWriter {
  private ModelWriter() {}

  /**
   * Writes the directory completely or not at all. Weights are written in pieces, without a full
   * copy in memory.
   *
   * @param target the directory to write, which must be missing or empty
   * @param labels the C labels
   * @param dtype F32, F16 or BF16, rounded to nearest; the auxiliary heads stay F32
   * @param info strings on the model's origin, see {@link ModelDirectory#info}
   * @throws dev.zener.problem.InputException if the target exists and is not empty
   * @throws IllegalArgumentException if labels, vocabulary and parameters do not fit together, or
   *     the type is not supported
   */
  public static void write(
      Path target,
      Parameters parameters,
      LabelSet labels,
      PieceTokenizer tokenizer,
      DType dtype,
      Map<String, String> info) {
    TaggerShape shape = TaggerShape.of(parameters);
    check(shape, labels, tokenizer);
    List<TensorSource> tensors = new ArrayList<>();
    List<TensorSource> inner = new ArrayList<>();
    for (ParameterSpec spec : parameters.specs()) {
      (spec.group().isInner() ? inner : tensors)
          .add(new ParameterSource(spec.name(), parameters.get(spec.name())));
    }
    new ModelContent(shape.encoder(), Optional.of(labels), tokenizer, dtype, tensors, inner, info)
        .write(target);
  }

  private static void check(TaggerShape shape, LabelSet labels, PieceTokenizer tokenizer) {
    if (labels.size() != shape.labels()) {
      throw new IllegalArgumentException(
          "labels " + labels + " for a head of " + shape.labels() + " rows");
    }
    if (tokenizer.size() > shape.encoder().vocabulary()) {
      throw new IllegalArgumentException(
          "a vocabulary of %d pieces for %d rows of word embeddings"
              .formatted(tokenizer.size(), shape.encoder().vocabulary()));
    }
  }
}

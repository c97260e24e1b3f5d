package dev.zener.pretrained;

import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of a model directory to be written.
 *
 * @param labels the tagger's labels; empty for an encoder without a head
 * @param dtype the type of the weights: F32, F16 or BF16
 * @param tensors the tensors under Zener's names; they are read while they are written
 * @param inner the tensors of Zener's own file, see {@link InnerHeads}; they are small and stay F32
 * @param info strings on the model's origin and calibration
 */
record ModelContent(
    EncoderShape encoder,
    Optional<LabelSet> labels,
    PieceTokenizer tokenizer,
    DType dtype,
    List<TensorSource> tensors,
    List<TensorSource> inner,
    Map<String, String> info) {
  /** The types that weights can be written in. */
  static final List<DType> TYPES = List.of(DType.F32, DType.F16, DType.BF16);

  ModelContent {
    if (!TYPES.contains(dtype)) {
      throw new IllegalArgumentException("a model in " + dtype + "; allowed: " + TYPES);
    }
  }

  /**
   * Writes the directory completely or not at all.
   *
   * @throws dev.zener.problem.InputException if the target exists and is not empty
   */
  void write(Path target) {
    write(target, () -> {});
  }

  /**
   * Writes the directory completely or not at all, with a check at the end.
   *
   * @param check run after all tensors have been read and written; if it throws, the directory is
   *     not created
   */
  void write(Path target, Runnable check) {
    FreshDirectory.write(
        target,
        directory -> {
          ConfigWriter.write(directory, encoder, labels, tokenizer.padding(), dtype);
          tokenizer.write(directory);
          SafetensorsWriter.write(
              directory.resolve("model.safetensors"), Map.of("format", "pt"), as(dtype, tensors));
          InnerHeads.write(directory, info, as(DType.F32, inner));
          check.run();
        });
  }

  private static List<TensorSource> as(DType type, List<TensorSource> tensors) {
    return tensors.stream().map(tensor -> tensor.as(type)).toList();
  }
}

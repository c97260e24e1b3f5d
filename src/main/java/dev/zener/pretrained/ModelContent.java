package dev.zener.pretrained;

import dev.zener.label.LabelSet;
import dev.zener.model.EncoderShape;
import dev.zener.model.ParameterNames;
import dev.zener.tokenizer.TokenizerFiles;
import dev.zener.tokenizer.WordPieceTokenizer;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * All that a model directory is written from.
 *
 * @param labels of the tagger; empty for an encoder alone
 * @param dtype of the checkpoint: F32, F16 or BF16; the inner heads are small and stay F32
 * @param tensors under our names, read when they are written
 * @param info strings that say where the model came from
 */
record ModelContent(
    EncoderShape encoder,
    Optional<LabelSet> labels,
    WordPieceTokenizer tokenizer,
    DType dtype,
    List<TensorSource> tensors,
    Map<String, String> info) {
  /** The types that a checkpoint is written in. */
  static final List<DType> TYPES = List.of(DType.F32, DType.F16, DType.BF16);

  ModelContent {
    if (!TYPES.contains(dtype)) {
      throw new IllegalArgumentException("a model in " + dtype + "; allowed: " + TYPES);
    }
  }

  /** Whether a parameter belongs into the file of our own. */
  static boolean isInner(String name) {
    return name.equals(ParameterNames.OMEGA) || name.startsWith("heads.");
  }

  /**
   * Makes the directory, whole or not at all.
   *
   * @throws dev.zener.label.InputException if it is there and not empty
   */
  void write(Path target) {
    write(target, () -> {});
  }

  /**
   * The same.
   *
   * @param check what throws if the tensors, once they have been read, turn out to be wrong
   */
  void write(Path target, Runnable check) {
    FreshDirectory.write(
        target,
        directory -> {
          ConfigWriter.write(directory, encoder, labels, tokenizer.vocabulary().pad(), dtype);
          TokenizerFiles.write(tokenizer, directory);
          SafetensorsWriter.write(
              directory.resolve("model.safetensors"),
              Map.of("format", "pt"),
              tensors(name -> !isInner(name), dtype));
          InnerHeads.write(directory, info, tensors(ModelContent::isInner, DType.F32));
          check.run();
        });
  }

  private List<TensorSource> tensors(Predicate<String> wanted, DType type) {
    return tensors.stream()
        .filter(tensor -> wanted.test(tensor.info().name()))
        .map(tensor -> tensor.as(type))
        .toList();
  }
}

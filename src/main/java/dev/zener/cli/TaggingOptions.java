package dev.zener.cli;

import dev.zener.TaggerOptions;
import dev.zener.predict.Decoding;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of a tagger. */
final class TaggingOptions {
  @Mixin private DeviceOptions device;
  @Mixin private BatchOption batch;
  @Mixin private MemoryOption memory;
  @Mixin private ThreadsOption threads;
  @Mixin private LabelNames labels;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--decoding",
      paramLabel = "argmax|viterbi",
      description =
          "Choose the most probable tag of each word (argmax), or the most probable sequence"
              + " that the scheme of the labels allows (viterbi); by default as the model says,"
              + " otherwise argmax.")
  private Decoding decoding;

  private OptionalInt maxPieces = OptionalInt.empty();

  @Option(
      names = "--max-pieces",
      paramLabel = "N",
      description =
          "Maximum length of a window in word pieces, including the special pieces at its ends; by"
              + " default the model's positions. Longer sentences are tagged in overlapping windows.")
  void setMaxPieces(int value) {
    maxPieces = OptionalInt.of(BatchOption.atLeast(command, "--max-pieces", value));
  }

  TaggerOptions options() {
    return new TaggerOptions.Builder()
        .device(device.device())
        .precision(device.precision())
        .maxPieces(maxPieces)
        .batchPieces(batch.batchPieces())
        .decoding(Optional.ofNullable(decoding))
        .maxMemory(memory.maxMemory())
        .labels(labels.names())
        .threads(threads.threads())
        .build();
  }
}

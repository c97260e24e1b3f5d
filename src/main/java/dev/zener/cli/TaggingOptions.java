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

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--decoding",
      paramLabel = "argmax|viterbi",
      description =
          "Choose the most probable tag of each word (argmax), or the most probable sequence in"
              + " which I-X only follows B-X or I-X (viterbi); by default as the model says,"
              + " otherwise argmax.")
  private Decoding decoding;

  private OptionalInt maxPieces = OptionalInt.empty();

  @Option(
      names = "--max-pieces",
      paramLabel = "N",
      description =
          "Maximum length of a window in word pieces, including [CLS] and [SEP]; by default the"
              + " model's positions. Longer sentences are tagged in overlapping windows.")
  void setMaxPieces(int value) {
    maxPieces = OptionalInt.of(BatchOption.atLeast(command, "--max-pieces", value));
  }

  TaggerOptions options() {
    return new TaggerOptions(
        device.device(),
        device.precision(),
        maxPieces,
        batch.batchPieces(),
        Optional.ofNullable(decoding),
        memory.maxMemory(),
        TaggerOptions.DEFAULTS.confidence(),
        TaggerOptions.DEFAULTS.probabilities(),
        threads.threads());
  }
}

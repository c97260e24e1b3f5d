package dev.zener.cli;

import dev.zener.TaggerOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option for the number of pieces computed at once. */
final class BatchOption {
  private int batchPieces = TaggerOptions.DEFAULTS.batchPieces();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--batch-pieces",
      paramLabel = "N",
      description =
          "Maximum number of word pieces in a batch, 4096 by default; fewer need less memory.")
  void setBatchPieces(int value) {
    batchPieces = atLeast(command, "--batch-pieces", value);
  }

  int batchPieces() {
    return batchPieces;
  }

  /** Checks that a number of pieces is large enough for a window; returns it. */
  static int atLeast(CommandSpec command, String option, int value) {
    if (value < TaggerOptions.LEAST_PIECES) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "Invalid value for option '%s': %d; allowed: %d and more"
              .formatted(option, value, TaggerOptions.LEAST_PIECES));
    }
    return value;
  }
}

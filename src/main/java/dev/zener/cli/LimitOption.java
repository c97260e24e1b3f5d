package dev.zener.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option for the number of words read from a file of vectors. */
final class LimitOption {
  private int limit = Integer.MAX_VALUE;

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Read only the first N words, which are the most frequent; by default all.")
  void setLimit(int value) {
    if (value < 1) {
      throw ZenerCommand.usage(
          command.commandLine(),
          "Invalid value for option '--limit': %d; allowed: 1 and more".formatted(value));
    }
    limit = value;
  }

  /** The maximum number of words. */
  int limit() {
    return limit;
  }
}

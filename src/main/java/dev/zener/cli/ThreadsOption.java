package dev.zener.cli;

import dev.zener.device.ThreadLimit;
import java.util.OptionalInt;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option for the number of threads. */
final class ThreadsOption {
  private OptionalInt threads = OptionalInt.empty();

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Maximum number of threads that compute on the CPU; by default one per processor. The"
              + " results do not depend on it.")
  void setThreads(int value) {
    OptionalInt chosen = OptionalInt.of(value);
    try {
      ThreadLimit.of(chosen);
    } catch (IllegalArgumentException e) {
      throw ZenerCommand.usage(
          command.commandLine(), "Invalid value for option '--threads': " + e.getMessage());
    }
    threads = chosen;
  }

  /** The number of threads; empty if not given. */
  OptionalInt threads() {
    return threads;
  }
}

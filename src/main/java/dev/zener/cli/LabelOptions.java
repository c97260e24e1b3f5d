package dev.zener.cli;

import dev.zener.format.ReadOptions;
import dev.zener.label.Scheme;
import picocli.CommandLine.Option;

/** The options for reading tags. */
final class LabelOptions {
  @Option(
      names = "--scheme",
      paramLabel = "iob2|iob1|bioes|io",
      description =
          "Scheme of the file's tags; by default the one that fits the file. bilou, bmes and bmewo"
              + " are bioes; how tags are written is found from the file.")
  private Scheme scheme;

  @Option(
      names = "--repair",
      description =
          "Repair tags in an illegal order, at most 5 %% of them, and count them, instead of"
              + " failing.")
  private boolean repair;

  ReadOptions applyTo(ReadOptions options) {
    ReadOptions repaired = options.withRepair(repair);
    return scheme == null ? repaired : repaired.withScheme(scheme);
  }
}

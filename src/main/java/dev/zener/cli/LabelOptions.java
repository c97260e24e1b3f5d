package dev.zener.cli;

import dev.zener.format.ReadOptions;
import dev.zener.label.Scheme;
import picocli.CommandLine.Option;

/** The options for reading tags. */
final class LabelOptions {
  @Option(
      names = "--scheme",
      paramLabel = "iob2|iob1|bioes",
      description = "Scheme of the file's tags; by default the one that fits the file.")
  private Scheme scheme;

  @Option(
      names = "--repair",
      description = "Repair invalid tags and count them, instead of failing.")
  private boolean repair;

  ReadOptions applyTo(ReadOptions options) {
    ReadOptions repaired = options.withRepair(repair);
    return scheme == null ? repaired : repaired.withScheme(scheme);
  }
}

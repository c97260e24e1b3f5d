package dev.zener.cli;

import picocli.CommandLine.Option;

/** The option for strict scores. */
final class StrictOption {
  @Option(
      names = "--strict",
      description =
          "Also print strict scores, as seqeval's strict mode gives them: an entity counts only if"
              + " its tags are legal in the scheme.")
  private boolean strict;

  boolean strict() {
    return strict;
  }
}

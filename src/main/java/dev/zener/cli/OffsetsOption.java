package dev.zener.cli;

import dev.zener.data.Offsets;
import picocli.CommandLine.Option;

/** The option for the unit of character offsets. */
final class OffsetsOption {
  @Option(
      names = "--offsets",
      paramLabel = "code-points|utf16",
      description =
          "What character offsets count: Unicode code points as Python does (the default), or the"
              + " UTF-16 units of a Java string.")
  private Offsets offsets = Offsets.CODE_POINTS;

  Offsets offsets() {
    return offsets;
  }
}

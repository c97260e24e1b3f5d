package dev.zener.cli;

import dev.zener.data.Offsets;
import picocli.CommandLine.Option;

/** The option for the unit of character offsets. */
final class OffsetsOption {
  @Option(
      names = "--offsets",
      paramLabel = "code-points|utf16",
      description =
          "Unit of character offsets: Unicode code points, as in Python (the default), or UTF-16"
              + " units, as in Java strings.")
  private Offsets offsets = Offsets.CODE_POINTS;

  Offsets offsets() {
    return offsets;
  }
}

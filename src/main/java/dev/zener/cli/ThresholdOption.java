package dev.zener.cli;

import dev.zener.predict.Thresholds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option for the least confidence of entities. */
final class ThresholdOption {
  /** Numbers as {@link Double} parses them, but no {@code NaN}, {@code 1d} or {@code 0x1p0}. */
  private static final String NUMBER = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--threshold",
      paramLabel = "P|TYPE=P",
      description =
          "Leave out entities whose confidence is below P, from 0 to 1; with TYPE=P only those of"
              + " a type, which P alone then does not apply to. May be repeated. The words of such"
              + " an entity get the tag O.")
  private List<String> values = new ArrayList<>();

  /** The thresholds given. */
  Thresholds thresholds() {
    Map<String, Double> types = new HashMap<>();
    Double general = null;
    for (String value : values) {
      int sign = value.lastIndexOf('=');
      double share = share(value, value.substring(sign + 1));
      Double before = sign < 0 ? general : types.put(value.substring(0, sign), share);
      general = sign < 0 ? (Double) share : general;
      if (before != null) {
        throw wrong(value, "a second one for the same entities; name one");
      }
    }
    return new Thresholds(general == null ? 0 : general, types);
  }

  private double share(String value, String number) {
    double share = number.matches(NUMBER) ? Double.parseDouble(number) : -1;
    if (share < 0 || share > 1) {
      throw wrong(value, "allowed: a number from 0 to 1, or TYPE= and such a number");
    }
    return share;
  }

  private RuntimeException wrong(String value, String why) {
    return ZenerCommand.usage(
        command.commandLine(),
        "Invalid value for option '--threshold': '%s'; %s".formatted(value, why));
  }
}

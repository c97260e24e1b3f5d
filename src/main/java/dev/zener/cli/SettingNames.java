package dev.zener.cli;

import dev.zener.problem.Setting;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** The words of a command for the settings in messages of the library, see {@link Setting}. */
final class SettingNames {
  private static final Pattern NAMED = Pattern.compile("`([A-Za-z.]+)(?::(?: ([^`]*))?)?`");

  /** The settings of a corpus's format. */
  private static final Set<Setting> OF_FORMAT =
      EnumSet.of(
          Setting.CHARSET,
          Setting.COLUMNS,
          Setting.FORMAT,
          Setting.OFFSETS,
          Setting.REPAIR,
          Setting.SCHEME,
          Setting.SEPARATOR,
          Setting.SURFACE);

  /** The settings that a configuration has once, with their whole keys. */
  private static final Set<Setting> OF_CONFIGURATION =
      EnumSet.of(Setting.FOLDER, Setting.PRETRAINED, Setting.SCRATCH);

  private final CommandSpec command;

  SettingNames(CommandSpec command) {
    this.command = command;
  }

  /** A message with the options of the command in the place of settings. */
  String translate(String message) {
    return NAMED.matcher(message).replaceAll(m -> Matcher.quoteReplacement(named(m)));
  }

  private String named(MatchResult match) {
    boolean valued = match.group().contains(":");
    Optional<String> value =
        valued ? Optional.of(Optional.ofNullable(match.group(2)).orElse("")) : Optional.empty();
    return Setting.ofKey(match.group(1))
        .flatMap(setting -> word(setting, value))
        .orElse(match.group());
  }

  /** The command's word for a setting; empty if it is the setting's own. */
  private Optional<String> word(Setting setting, Optional<String> value) {
    Optional<String> option = options(setting).stream().filter(this::has).findFirst();
    if (option.isPresent()) {
      return option.map(name -> name + value.map(SettingNames::argument).orElse(""));
    }
    if (setting == Setting.ENCODER_ONLY) {
      return Optional.of("convert --encoder-only");
    }
    return has("--set") ? ofConfiguration(setting, value) : Optional.empty();
  }

  private static Optional<String> ofConfiguration(Setting setting, Optional<String> value) {
    if (OF_CONFIGURATION.contains(setting)) {
      return value.map(text -> "--set " + setting.key() + "=" + text);
    }
    if (OF_FORMAT.contains(setting)) {
      String key = setting == Setting.FORMAT ? "layout" : setting.key();
      return Optional.of("`format." + key + value.map(text -> ": " + text).orElse("") + "`");
    }
    return Optional.empty();
  }

  private boolean has(String option) {
    return command.findOption(option) != null;
  }

  private static List<String> options(Setting setting) {
    return switch (setting) {
      case BATCH -> List.of("--batch", "--batch-pieces");
      case OVERRIDE -> List.of("--set");
      case TAG_NAMES -> List.of("--tag-names");
      default ->
          List.of("--" + setting.key().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
    };
  }

  /** A value after an option: a list is separated by commas, and a switch has none. */
  private static String argument(String value) {
    if (value.equals("true")) {
      return "";
    }
    boolean list = value.startsWith("[") && value.endsWith("]");
    return " " + (list ? value.substring(1, value.length() - 1).replace(", ", ",") : value);
  }
}

package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.mapping.MappingSettings;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;

/** Options and settings of a mapping say the same. */
class MappingOptionsTest {
  private static final Pattern DEFAULT = Pattern.compile("(\\d[\\d.]*) by default");

  @Command
  private static final class Learning {
    @Mixin private MappingOptions options;
  }

  private static MappingSettings settings(String... arguments) {
    Learning learning = new Learning();
    new CommandLine(learning).parseArgs(arguments);
    return learning.options.settings();
  }

  /** The values of settings by their keys, such as adversarial.words. */
  private static Map<String, Object> values(Record settings, String prefix) throws Exception {
    Map<String, Object> values = new TreeMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      Object value = component.getAccessor().invoke(settings);
      String key = prefix + component.getName();
      if (value instanceof Record group) {
        values.putAll(values(group, key + "."));
      } else {
        values.put(key, value);
      }
    }
    return values;
  }

  /** The keys of the settings that the arguments change. */
  private static List<String> changed(String... arguments) throws Exception {
    Map<String, Object> defaults = values(settings(), "");
    Map<String, Object> given = values(settings(arguments), "");
    return defaults.keySet().stream()
        .filter(key -> !defaults.get(key).equals(given.get(key)))
        .toList();
  }

  /** The default that the description of an option states. */
  private static BigDecimal stated(OptionSpec option) {
    Matcher stated = DEFAULT.matcher(String.join(" ", option.description()));
    assertThat(stated.find()).as("a default of %s", option.longestName()).isTrue();
    return new BigDecimal(stated.group(1));
  }

  private static List<OptionSpec> options() {
    return new CommandLine(new Learning()).getCommandSpec().options();
  }

  /** Another value than the default that the description of an option states. */
  private static String[] another(OptionSpec option) {
    String name = option.longestName();
    return switch (name) {
      case "--start" -> new String[] {name, "words.txt"};
      case "--centred" -> new String[] {name};
      case "--length" -> new String[] {name, "3"};
      default -> new String[] {name, another(stated(option), option.paramLabel())};
    };
  }

  private static String another(BigDecimal value, String label) {
    boolean whole = List.of("N", "K").contains(label);
    BigDecimal other = whole ? value.add(BigDecimal.ONE) : value.divide(BigDecimal.valueOf(2));
    return other.toPlainString();
  }

  @Test
  void everySettingHasOneOption() throws Exception {
    List<String> all = new ArrayList<>();
    for (OptionSpec option : options()) {
      all.addAll(changed(another(option)));
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(values(settings(), "").keySet());
  }

  @Test
  void everyOptionStatesTheDefaultOfItsSetting() throws Exception {
    Map<String, Object> defaults = values(settings(), "");
    for (OptionSpec option : options()) {
      List<String> changed = changed(another(option));
      if (defaults.get(changed.get(0)) instanceof Number value) {
        assertThat(stated(option)).as(option.longestName()).isEqualByComparingTo(value.toString());
      }
    }
  }
}

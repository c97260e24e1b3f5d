package dev.zener.method;

import dev.zener.config.ConfigFile;
import dev.zener.config.ConfigNode;
import dev.zener.config.ConfigNode.Mapping;
import dev.zener.config.ConfigNode.Scalar;
import dev.zener.problem.InputException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All methods. A new method is registered here. */
public final class Methods {
  /** The rows of the result table if a configuration lists none, as in a configuration. */
  public static final String USUAL = "[direct, tsl, msd]";

  static final String DIRECT = "direct";
  static final String TEACHER = "teacher";
  static final String LSTM_DIRECT = "lstm-direct";
  static final String LSTM_SHARED = "lstm-shared";

  private static final Map<String, Class<? extends Record>> ALL = new LinkedHashMap<>();

  static {
    ALL.put(DIRECT, Direct.class);
    ALL.put(TEACHER, MsdTeacher.class);
    ALL.put("tsl", Tsl.class);
    ALL.put("msd", Msd.class);
    ALL.put(LSTM_DIRECT, RecurrentDirect.class);
    ALL.put("lstm-mapped", RecurrentMapped.class);
    ALL.put(LSTM_SHARED, RecurrentShared.class);
    ALL.put("lstm-augmented", RecurrentAugmented.class);
  }

  /** The titles of rows with a method's defaults, by key. */
  private static final Map<String, String> USUAL_TITLES = new LinkedHashMap<>();

  static {
    ConfigFile file = new ConfigFile();
    ALL.forEach((key, type) -> USUAL_TITLES.put(key, ((Method) file.defaults(type)).title()));
  }

  /** Methods of earlier versions that are settings now, with their spelling as such. */
  private static final Map<String, String> NOW_SETTINGS =
      Map.of(
          "msd-no-distillers",
          "msd: {title: \"MSD w/o distillers\", distillers: false}",
          "msd-no-mmd-target",
          "msd: {title: \"MSD w/o target MMD\", mmd: {target: 0}}",
          "msd-no-mmd-source",
          "msd: {title: \"MSD w/o source MMD\", mmd: {source: 0}}",
          "msd-no-all",
          "msd: {title: \"MSD w/o all\", distillers: false, mmd: {source: 0, target: 0}}");

  private Methods() {}

  /** The names of all methods in configurations. */
  public static Collection<String> keys() {
    return ALL.keySet();
  }

  /** The record of a method's settings. */
  public static Class<? extends Record> settings(String key) {
    return ALL.get(key);
  }

  static String key(Method method) {
    return ALL.entrySet().stream()
        .filter(entry -> entry.getValue() == method.getClass())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(method + " is not registered"));
  }

  static String usualTitle(String key) {
    return USUAL_TITLES.get(key);
  }

  /**
   * A row of a configuration: the name of a method, or a map from one to settings of its own.
   *
   * @param settings empty if the row has only a name
   */
  record Row(String key, Mapping settings, ConfigNode node) {
    /** Reads a row; empty if the node has not the form of one. */
    static Optional<Row> of(ConfigNode node) {
      if (node instanceof Scalar name && name.text() != null) {
        return Optional.of(new Row(name.text(), new Mapping(Map.of(), node.origin()), node));
      }
      if (node instanceof Mapping row && row.entries().size() == 1) {
        Map.Entry<String, ConfigNode> only = row.entries().entrySet().iterator().next();
        ConfigNode value = only.getValue();
        if (value instanceof Mapping settings) {
          return Optional.of(new Row(only.getKey(), settings, node));
        }
        if (value.isNothing()) {
          return Optional.of(new Row(only.getKey(), new Mapping(Map.of(), value.origin()), node));
        }
      }
      return Optional.empty();
    }
  }

  /** The message for a name that was a method in earlier versions. */
  static void refuseFormer(String key, ConfigNode node) {
    String spelling = NOW_SETTINGS.get(key);
    if (spelling != null) {
      throw new InputException(
          node.origin()
              + ": '"
              + key
              + "' is no method any more but a setting of msd; write '- "
              + spelling
              + "'");
    }
  }

  /** The settings of a method that are groups, by name; the title and scalars are not. */
  static Map<String, Class<?>> groups(String key) {
    Map<String, Class<?>> groups = new LinkedHashMap<>();
    Arrays.stream(ALL.get(key).getRecordComponents())
        .filter(component -> component.getType().isRecord())
        .forEach(component -> groups.put(component.getName(), component.getType()));
    return groups;
  }
}

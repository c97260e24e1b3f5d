package dev.zener.method;

import dev.zener.config.ConfigFile;
import dev.zener.config.ConfigNode;
import dev.zener.config.ConfigNode.Mapping;
import dev.zener.config.ConfigNode.Sequence;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups of settings at the top level of a configuration that belong to methods, such as {@code
 * student}: they apply to every method that has a group of that name. A method's own settings go
 * before them.
 */
public final class SharedSettings {
  private static final String METHODS = "methods";

  /** All groups of settings of all methods, by name. */
  private static final Map<String, Class<?>> GROUPS = new LinkedHashMap<>();

  static {
    Methods.keys().forEach(key -> GROUPS.putAll(Methods.groups(key)));
  }

  private SharedSettings() {}

  /**
   * Moves the groups from the top level into the methods that have them.
   *
   * @throws InputException if a group has an invalid setting, even if no method has that group
   */
  public static ConfigNode distribute(ConfigNode root, ConfigFile file) {
    if (!(root instanceof Mapping mapping)) {
      return root;
    }
    Map<String, ConfigNode> rest = new LinkedHashMap<>(mapping.entries());
    Map<String, Mapping> shared = new LinkedHashMap<>();
    GROUPS.forEach(
        (group, type) -> {
          ConfigNode given = rest.remove(group);
          if (given != null && !given.isNothing()) {
            file.bind(given, group, type);
            shared.put(group, (Mapping) given);
          }
        });
    if (rest.containsKey("tsl")) {
      throw new InputException(
          rest.get("tsl").origin()
              + ": 'tsl' is no group of settings any more; write them below 'methods' as"
              + " '- tsl: {student: {...}}'");
    }
    ConfigNode methods = rest.get(METHODS);
    if (methods == null || methods.isNothing()) {
      methods = ConfigFile.value(Methods.USUAL, "default of " + METHODS);
    }
    rest.put(METHODS, methods instanceof Sequence rows ? with(rows, shared) : methods);
    return new Mapping(rest, mapping.origin());
  }

  private static Sequence with(Sequence rows, Map<String, Mapping> shared) {
    List<ConfigNode> all = new ArrayList<>();
    for (ConfigNode node : rows.items()) {
      all.add(
          Methods.Row.of(node)
              .filter(row -> Methods.keys().contains(row.key()))
              .map(row -> with(row, shared))
              .orElse(node));
    }
    return new Sequence(all, rows.origin());
  }

  private static ConfigNode with(Methods.Row row, Map<String, Mapping> shared) {
    Map<String, ConfigNode> settings = new LinkedHashMap<>(row.settings().entries());
    for (String group : Methods.groups(row.key()).keySet()) {
      Mapping common = shared.get(group);
      ConfigNode own = settings.get(group);
      if (common != null && (own == null || own.isNothing() || own instanceof Mapping)) {
        settings.put(group, own instanceof Mapping given ? over(common, given) : common);
      }
    }
    Mapping merged = new Mapping(settings, row.node().origin());
    return new Mapping(Map.of(row.key(), merged), row.node().origin());
  }

  /** The settings of both groups; where both have one, the second group's. */
  private static Mapping over(Mapping common, Mapping own) {
    Map<String, ConfigNode> merged = new LinkedHashMap<>(common.entries());
    merged.putAll(own.entries());
    return new Mapping(merged, own.origin());
  }
}

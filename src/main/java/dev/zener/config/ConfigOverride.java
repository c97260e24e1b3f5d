package dev.zener.config;

import dev.zener.config.ConfigNode.Mapping;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.List;
import java.util.Map;

/** One {@code key.path=value}. The value is YAML; an empty value removes the setting. */
record ConfigOverride(List<String> path, ConfigNode value, String origin) {

  static ConfigOverride parse(String text) {
    String origin = Setting.OVERRIDE.with(text);
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new InputException(
          origin + ": no value; allowed: key=value, for instance student.batch=16");
    }
    List<String> path = List.of(text.substring(0, equals).strip().split("\\.", -1));
    if (path.contains("")) {
      throw new InputException(
          origin + ": a part of the key is empty; allowed: names joined by '.'");
    }
    return new ConfigOverride(path, ConfigParser.value(text.substring(equals + 1), origin), origin);
  }

  Mapping applyTo(Mapping root) {
    return put(root, 0);
  }

  private Mapping put(Mapping at, int depth) {
    String key = path.get(depth);
    return at.with(
        key,
        depth == path.size() - 1 ? value : put(child(at.entries().get(key), depth), depth + 1));
  }

  private Mapping child(ConfigNode node, int depth) {
    if (node == null || node.isNothing()) {
      return new Mapping(Map.of(), origin);
    }
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    throw new InputException(
        origin
            + ": '"
            + String.join(".", path.subList(0, depth + 1))
            + "' is "
            + node.shown()
            + " ("
            + node.origin()
            + ") and has no keys below it");
  }
}

package dev.zener.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A piece of a configuration that still knows where it was written: {@code origin} is {@code
 * file:line} or the text of a {@code --set}. Scalars are text: what they mean is decided by the
 * record that they end in, never guessed (a language named {@code no} stays a language).
 */
sealed interface ConfigNode {
  String origin();

  /** The value as it can be shown in an error message. */
  String shown();

  /** A single value; {@code text} is null where a key stands without a value. */
  record Scalar(String text, String origin) implements ConfigNode {
    @Override
    public String shown() {
      return text == null ? "nothing" : "'" + text + "'";
    }
  }

  record Sequence(List<ConfigNode> items, String origin) implements ConfigNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String shown() {
      return "a list";
    }
  }

  /** Keys in the order in which they were written. */
  record Mapping(Map<String, ConfigNode> entries, String origin) implements ConfigNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    Mapping with(String key, ConfigNode value) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(changed, origin);
    }

    @Override
    public String shown() {
      return "a group of keys";
    }
  }

  default boolean isNothing() {
    return this instanceof Scalar scalar && scalar.text() == null;
  }
}

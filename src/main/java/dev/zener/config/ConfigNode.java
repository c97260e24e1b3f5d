package dev.zener.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A part of a configuration with its origin: {@code file:line} or the text of a {@code --set}.
 * Scalars are kept as text. Their type is decided by the record component that they are bound to,
 * not guessed from the text, so the language {@code no} does not become a boolean.
 */
public sealed interface ConfigNode {
  /** The place: {@code file:line} or the text of a {@code --set}. */
  String origin();

  /** The value as text for an error message. */
  String shown();

  /** A single value; {@code text} is null if a key has no value. */
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

  /** A map, with its keys in the order in which they were written. */
  record Mapping(Map<String, ConfigNode> entries, String origin) implements ConfigNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** A copy in which a key has another value. */
    public Mapping with(String key, ConfigNode value) {
      Map<String, ConfigNode> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Mapping(changed, origin);
    }

    @Override
    public String shown() {
      return "a group of keys";
    }
  }

  /** Whether this is a key without a value. */
  default boolean isNothing() {
    return this instanceof Scalar scalar && scalar.text() == null;
  }
}

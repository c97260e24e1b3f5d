package dev.zener.config;

import dev.zener.config.ConfigNode.Mapping;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Reads settings records from YAML and writes them. {@code key.path=value} overrides the file, and
 * the file overrides the defaults. An unknown key, a value of the wrong type, or a value that a
 * record refuses is an {@link InputException} that names file and line (or the override), the key,
 * the value and what is allowed.
 *
 * <p>A settings record's components are scalars (text, numbers, booleans, paths, enums), records,
 * {@code Optional}, {@code List} and {@code Map<String, ...>} of these, and types that have a
 * {@link ValueForm}. Its defaults are {@link Default} annotations. Its compact constructor refuses
 * a value with an IllegalArgumentException whose message starts with the component's name.
 */
public final class ConfigFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER, YAMLWriteFeature.SPLIT_LINES)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .build();

  private final List<ValueForm<?>> forms;
  private final ConfigBinder binder;

  /**
   * Prepares to read and write.
   *
   * @param forms how types are written that are neither scalars nor plain records
   */
  public ConfigFile(ValueForm<?>... forms) {
    this.forms = List.of(forms);
    this.binder = new ConfigBinder(this.forms);
  }

  /**
   * Converts what {@link #nodes} has read.
   *
   * @throws InputException if a setting is invalid
   */
  public <T extends Record> T bind(ConfigNode root, Class<T> type) {
    return binder.bind(root, "", type);
  }

  /** Converts a part of a configuration, whose name is {@code path} in messages. */
  public <T> T bind(ConfigNode node, String path, Class<T> type) {
    return binder.bind(node, path, type);
  }

  /**
   * Reads a file with its overrides.
   *
   * @param yaml a UTF-8 file with one document; if it is empty, all settings have their defaults
   * @param sets overrides {@code key.path=value}, applied in order; an empty value removes a
   *     setting
   * @throws InputException if the file cannot be read
   */
  public static ConfigNode nodes(Path yaml, List<String> sets) {
    ConfigNode root = ConfigParser.file(text(yaml), yaml.toString());
    if (sets.isEmpty() || !(root instanceof Mapping) && !root.isNothing()) {
      return root;
    }
    Mapping merged = root instanceof Mapping given ? given : new Mapping(Map.of(), yaml.toString());
    for (String set : sets) {
      merged = ConfigOverride.parse(set).applyTo(merged);
    }
    return merged;
  }

  /**
   * Parses a value that is not from a file.
   *
   * @param origin its place, for messages
   */
  public static ConfigNode value(String yaml, String origin) {
    return ConfigParser.value(yaml, origin);
  }

  /** The record with the default of every component. */
  public <T extends Record> T defaults(Class<T> type) {
    return bind(new Mapping(Map.of(), "defaults"), type);
  }

  /**
   * Writes all settings, including defaults, as YAML in the order of the record. Read and converted
   * again, it is the same record.
   */
  public String yaml(Record settings) {
    return YAML.writeValueAsString(tree(settings));
  }

  private static String text(Path yaml) {
    try {
      return Files.readString(yaml);
    } catch (NoSuchFileException e) {
      throw new InputException(yaml + ": no such file; give the path of a YAML configuration", e);
    } catch (CharacterCodingException e) {
      throw new InputException(yaml + ": not UTF-8; save the file as UTF-8", e);
    } catch (IOException e) {
      throw new InputException(yaml + ": cannot be read: " + e, e);
    }
  }

  private Object tree(Object value) {
    for (ValueForm<?> form : forms) {
      if (form.type().isInstance(value)) {
        return tree(written(form, value));
      }
    }
    if (value instanceof Record group) {
      return group(group);
    } else if (value instanceof Optional<?> optional) {
      return optional.map(this::tree).orElse(null);
    } else if (value instanceof List<?> list) {
      return list.stream().map(this::tree).toList();
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> written = new LinkedHashMap<>();
      map.forEach((key, each) -> written.put(key, tree(each)));
      return written;
    } else if (value instanceof Enum<?> constant) {
      return EnumKeys.key(constant);
    }
    return value instanceof Path path ? path.toString() : value;
  }

  private static <T> Object written(ValueForm<T> form, Object value) {
    return form.written(form.type().cast(value));
  }

  private Map<String, Object> group(Record settings) {
    Map<String, Object> written = new LinkedHashMap<>();
    components(settings).forEach((name, value) -> written.put(name, tree(value)));
    return written;
  }

  /** The values of a record's components by name, in order. */
  public static Map<String, Object> components(Record settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : settings.getClass().getRecordComponents()) {
      values.put(component.getName(), read(component, settings));
    }
    return values;
  }

  private static Object read(RecordComponent component, Record settings) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(settings);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read setting " + component.getName(), e);
    }
  }
}

package dev.zener.config;

import dev.zener.config.ConfigNode.Mapping;
import dev.zener.config.ConfigNode.Scalar;
import dev.zener.config.ConfigNode.Sequence;
import dev.zener.problem.InputException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Converts {@link ConfigNode}s to settings records: nested records, {@code Optional}, {@code List},
 * {@code Map} from strings, scalars, and types with a {@link ValueForm}. If a record refuses a
 * value, the error is reported at the line of the component whose name starts the record's message.
 */
public final class ConfigBinder {
  private final List<ValueForm<?>> forms;

  ConfigBinder(List<ValueForm<?>> forms) {
    this.forms = List.copyOf(forms);
  }

  /**
   * Converts a node.
   *
   * @param path the setting's name for messages; empty for the whole configuration
   * @throws InputException if the node is no such value
   */
  public <T> T bind(ConfigNode node, String path, Class<T> type) {
    return type.cast(value(node, path, type));
  }

  private Optional<ValueForm<?>> form(Class<?> type) {
    return forms.stream().filter(form -> form.type() == type).findFirst();
  }

  private String expectation(Class<?> type) {
    return form(type).map(ValueForm::expectation).orElseGet(() -> ConfigScalar.expectation(type));
  }

  private Object value(ConfigNode node, String path, Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(node, path, generic);
    }
    Class<?> target = (Class<?>) type;
    Optional<ValueForm<?>> form = form(target);
    if (form.isPresent()) {
      return formed(form.get(), node, path);
    }
    if (target.isRecord()) {
      return record(node, path, target);
    }
    if (node instanceof Scalar scalar && scalar.text() != null) {
      return ConfigScalar.parse(scalar, path, target);
    }
    throw expected(node, path, expectation(target));
  }

  private Object formed(ValueForm<?> form, ConfigNode node, String path) {
    try {
      return form.read(node, path, this);
    } catch (IllegalArgumentException e) {
      throw new InputException(node.origin() + ": " + path + ": " + e.getMessage(), e);
    }
  }

  private Object generic(ConfigNode node, String path, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return node.isNothing() ? Optional.empty() : Optional.of(value(node, path, arguments[0]));
    }
    if (type.getRawType() == List.class) {
      return list(node, path, arguments[0]);
    }
    if (type.getRawType() == Map.class && arguments[0] == String.class) {
      return map(node, path, arguments[1]);
    }
    throw new IllegalArgumentException(path + ": settings cannot have the type " + type);
  }

  private List<Object> list(ConfigNode node, String path, Type item) {
    if (!(node instanceof Sequence sequence)) {
      throw expected(node, path, "a list, for instance [a, b]");
    }
    List<Object> values = new ArrayList<>();
    for (ConfigNode each : sequence.items()) {
      values.add(value(each, path + "[" + values.size() + "]", item));
    }
    return Collections.unmodifiableList(values);
  }

  private Map<String, Object> map(ConfigNode node, String path, Type item) {
    Map<String, Object> values = new LinkedHashMap<>();
    mapping(node, path)
        .entries()
        .forEach((key, each) -> values.put(key, value(each, below(path, key), item)));
    return Collections.unmodifiableMap(values);
  }

  private Object record(ConfigNode node, String path, Class<?> type) {
    Mapping mapping = mapping(node, path);
    RecordComponent[] components = type.getRecordComponents();
    refuseUnknown(mapping, path, Arrays.stream(components).map(RecordComponent::getName).toList());
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      arguments[i] = component(mapping, path, components[i]);
    }
    return construct(type, components, arguments, mapping, path);
  }

  private static void refuseUnknown(Mapping mapping, String path, List<String> allowed) {
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      String key = entry.getKey();
      if (!allowed.contains(key)) {
        throw new InputException(
            entry.getValue().origin()
                + ": unknown key '"
                + below(path, key)
                + "'"
                + Nearest.hint(key, allowed)
                + "; allowed"
                + (path.isEmpty() ? "" : " in '" + path + "'")
                + ": "
                + String.join(", ", allowed));
      }
    }
  }

  private Object component(Mapping parent, String path, RecordComponent component) {
    ConfigNode given = parent.entries().get(component.getName());
    String at = below(path, component.getName());
    Default fallback = component.getAnnotation(Default.class);
    boolean optional = component.getType() == Optional.class;
    if (given != null && (optional || !given.isNothing())) {
      return value(given, at, component.getGenericType());
    }
    if (fallback != null) {
      ConfigNode node = ConfigParser.value(fallback.value(), "default of " + at);
      return value(node, at, component.getGenericType());
    }
    if (optional) {
      return Optional.empty();
    }
    String origin = given == null ? parent.origin() : given.origin();
    if (component.getType().isRecord() && form(component.getType()).isEmpty()) {
      return record(new Mapping(Map.of(), origin), at, component.getType());
    }
    throw new InputException(
        origin
            + ": '"
            + at
            + "' is missing; it is "
            + expectation(component.getType())
            + " and has no default");
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, Object[] arguments, Mapping node, String path) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return canonical.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused(refused, components, node, path);
      }
      throw new IllegalStateException("the constructor of " + type.getName() + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no canonical constructor in " + type.getName(), e);
    }
  }

  private static InputException refused(
      IllegalArgumentException e, RecordComponent[] components, Mapping node, String path) {
    String message = String.valueOf(e.getMessage());
    String first = message.split("[ .]", 2)[0];
    boolean named = Arrays.stream(components).anyMatch(each -> each.getName().equals(first));
    String origin = node.entries().getOrDefault(first, node).origin();
    String shown = named || path.isEmpty() ? below(path, message) : path + ": " + message;
    return new InputException(origin + ": " + shown, e);
  }

  static Mapping mapping(ConfigNode node, String path) {
    if (node instanceof Mapping mapping) {
      return mapping;
    }
    if (node.isNothing()) {
      return new Mapping(Map.of(), node.origin());
    }
    throw expected(node, path, "a group of keys");
  }

  /** An error that says what is expected instead of a node. */
  public static InputException expected(ConfigNode node, String path, String what) {
    return expected(node, path, "", what);
  }

  /**
   * An error that says what is expected instead of a node.
   *
   * @param hint what was probably meant, see {@link Nearest#hint}
   */
  public static InputException expected(ConfigNode node, String path, String hint, String what) {
    String key = path.isEmpty() ? "the configuration" : "'" + path + "'";
    return new InputException(
        node.origin() + ": " + key + " is " + node.shown() + hint + "; expected " + what);
  }

  static String below(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}

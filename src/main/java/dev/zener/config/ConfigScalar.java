package dev.zener.config;

import dev.zener.config.ConfigNode.Scalar;
import dev.zener.problem.InputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Parses a setting's text to each scalar type that a settings record may hold. */
final class ConfigScalar {
  private ConfigScalar() {}

  /**
   * Parses a scalar to a type.
   *
   * @throws InputException if the text is not a {@code type}; the message names the key, the value
   *     and what is expected
   */
  static Object parse(Scalar scalar, String path, Class<?> type) {
    try {
      return parse(scalar.text(), type);
    } catch (InvalidPathException | NumberFormatException | NoSuchChoice e) {
      String hint = type.isEnum() ? Nearest.hint(scalar.text(), EnumKeys.keys(type)) : "";
      throw new InputException(
          scalar.origin()
              + ": '"
              + path
              + "' is "
              + scalar.shown()
              + hint
              + "; expected "
              + expectation(type),
          e);
    }
  }

  private static Object parse(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    } else if (type == Path.class) {
      return Path.of(text);
    } else if (type == int.class || type == Integer.class) {
      return Integer.parseInt(text);
    } else if (type == long.class || type == Long.class) {
      return Long.parseLong(text);
    } else if (type == double.class || type == Double.class) {
      return decimal(text);
    } else if (type == boolean.class || type == Boolean.class) {
      return choice(text, List.of("false", "true")) == 1;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[choice(text, EnumKeys.keys(type))];
    }
    throw new IllegalArgumentException("settings cannot have the type " + type.getName());
  }

  /** Parses a decimal number. Java's parser alone would also accept "1d", "NaN" and hexadecimal. */
  private static double decimal(String text) {
    if (!text.matches("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?")) {
      throw new NumberFormatException(text);
    }
    return Double.parseDouble(text);
  }

  private static int choice(String text, List<String> allowed) {
    int index = allowed.indexOf(text);
    if (index < 0) {
      throw new NoSuchChoice(text);
    }
    return index;
  }

  /** A description of the values of a type, for messages that end with "expected ...". */
  static String expectation(Class<?> type) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    } else if (type == double.class || type == Double.class) {
      return "a number";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    } else if (type == Path.class) {
      return "a path";
    } else if (type == List.class) {
      return "a list";
    } else if (type == String.class) {
      return "a text";
    }
    return type.isEnum() ? "one of " + String.join(", ", EnumKeys.keys(type)) : "a group of keys";
  }

  private static final class NoSuchChoice extends RuntimeException {
    NoSuchChoice(String text) {
      super(text);
    }
  }
}

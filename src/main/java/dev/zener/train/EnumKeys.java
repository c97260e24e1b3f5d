package dev.zener.train;

import dev.zener.label.Scheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The spelling of enum constants in configurations: {@code SOURCE_DEV} is {@code source-dev}. */
final class EnumKeys {
  private EnumKeys() {}

  static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> keys(Class<?> type) {
    if (type == Scheme.class) {
      return Scheme.KEYS;
    }
    return Arrays.stream(type.getEnumConstants()).map(c -> key((Enum<?>) c)).toList();
  }
}

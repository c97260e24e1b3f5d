package dev.zener.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The spelling of enum constants in configurations: {@code SOURCE_DEV} is {@code source-dev}. */
public final class EnumKeys {
  private EnumKeys() {}

  /** The spelling of a constant. */
  public static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> keys(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(c -> key((Enum<?>) c)).toList();
  }
}

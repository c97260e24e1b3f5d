package dev.zener.format;

import java.util.HashMap;
import java.util.Map;

/** Counts of the values of one column, which show whether they are tags. */
final class ColumnValues {
  /** A column with more different values than this has no tags. */
  private static final int MOST_VALUES = 4096;

  /** A column with a longer value than this has no tags. */
  private static final int LONGEST_TAG = 1000;

  /** Bare types are few. */
  private static final int MOST_TYPES = 128;

  /** The least share of values that must look like tags, so that a typing error is still found. */
  private static final double LEAST_TAGS = 0.8;

  private final Map<String, int[]> counts = new HashMap<>();

  /** The value added last and its count, since a value often follows itself. */
  private String last;

  private int[] lastCount;
  private int rows;
  private int empty;
  private boolean many;

  void add(String value) {
    rows++;
    empty += value.isEmpty() ? 1 : 0;
    if (many) {
      return;
    }
    if (value != last) { // equal values are mostly one object
      lastCount = counts.computeIfAbsent(value, v -> new int[1]);
      last = value;
      many = counts.size() > MOST_VALUES || value.length() > LONGEST_TAG;
    }
    lastCount[0]++;
    if (many) {
      counts.clear();
    }
  }

  void remove(String value) {
    rows--;
    empty -= value.isEmpty() ? 1 : 0;
    int[] count = counts.get(value);
    if (count != null && --count[0] == 0) {
      counts.remove(value);
    }
  }

  /**
   * Whether all other values are tags with letters of a scheme, or O, and this one is none.
   *
   * @param times how often this value must occur
   */
  boolean tagsExcept(String value, int times) {
    int entities = count(TagShape.ENTITY);
    return !many
        && entities > 0
        && occurs(value, times)
        && entities + count(TagShape.OUTSIDE) == rows - times
        && TagShape.of(value) == TagShape.OTHER
        && value.codePoints().anyMatch(Character::isLetter);
  }

  /** Whether all other values are O and types without letters, and this one occurs so often. */
  boolean typesExcept(String value, int times) {
    return types() && TagShape.of(value) == TagShape.OTHER && occurs(value, times);
  }

  private boolean occurs(String value, int times) {
    return counts.containsKey(value) && counts.get(value)[0] == times;
  }

  /** Whether this value occurs more often than so many times. */
  boolean occursMore(String value, int times) {
    return counts.containsKey(value) && counts.get(value)[0] > times;
  }

  /** Whether another value is a role with this type. */
  boolean hasRoleOf(String type) {
    return counts.keySet().stream()
        .filter(value -> value.length() == type.length() + 2)
        .filter(value -> TagShape.of(value) == TagShape.ENTITY)
        .anyMatch(value -> value.startsWith(type) || value.endsWith(type));
  }

  int count(TagShape shape) {
    return counts.entrySet().stream()
        .filter(value -> TagShape.of(value.getKey()) == shape)
        .mapToInt(value -> value.getValue()[0])
        .sum();
  }

  /** Whether the values are tags with letters of a scheme, and at least one is of an entity. */
  boolean tags() {
    int entities = many ? 0 : count(TagShape.ENTITY);
    return entities > 0 && entities + count(TagShape.OUTSIDE) >= LEAST_TAGS * rows;
  }

  /** Whether the values are O and types without letters. */
  boolean types() {
    return !many
        && counts.size() <= MOST_TYPES
        && count(TagShape.OUTSIDE) > 0
        && count(TagShape.ENTITY) == 0
        && counts.keySet().stream().noneMatch(v -> v.isEmpty() || v.indexOf(' ') >= 0);
  }

  boolean outsideOnly() {
    return !many && rows > 0 && count(TagShape.OUTSIDE) == rows;
  }

  /** Whether the values may be the tags of words. */
  boolean mayBeTags() {
    return tags() || types() || outsideOnly();
  }

  /** Whether the column is empty on every row. */
  boolean isEmpty() {
    return rows == empty;
  }
}

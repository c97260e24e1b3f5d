package dev.zener.format;

import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Where the parts of an entity are in its JSON.
 *
 * @param form how such an entity is written, for messages
 */
record EntityParts(
    String form,
    UnaryOperator<JsonNode> start,
    UnaryOperator<JsonNode> end,
    UnaryOperator<JsonNode> type) {
  /** A list of exactly three: {@code [0,3,"PER"]}. */
  static final EntityParts LIST =
      new EntityParts(
          "[start, end, type]",
          entity -> entity.path(0),
          entity -> entity.path(1),
          entity -> entity.path(entity.size() == 3 ? 2 : -1));

  /** An object with these keys. */
  static EntityParts keys(String start, String end, String type) {
    return new EntityParts(
        String.format("{\"%s\": ..., \"%s\": ..., \"%s\": ...}", start, end, type),
        entity -> entity.path(start),
        entity -> entity.path(end),
        entity -> entity.path(type));
  }
}

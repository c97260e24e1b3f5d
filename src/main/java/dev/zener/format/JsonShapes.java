package dev.zener.format;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The shapes of JSON records that are read, in the order in which they are tried. */
final class JsonShapes {
  static final JsonShape OWN = new ZenerJson();
  static final List<JsonShape> ALL = List.of(OWN);

  private JsonShapes() {}

  /** The shape of a file by its first record. What no other program writes is taken for ours. */
  static JsonShape of(JsonNode first) {
    return ALL.stream().filter(shape -> shape.recognises(first)).findFirst().orElse(OWN);
  }
}

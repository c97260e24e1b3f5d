package dev.zener.format;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The shapes of JSON records that are read, in the order in which they are tried. */
final class JsonShapes {
  static final JsonShape OWN = new ZenerJson();

  static final List<JsonShape> ALL =
      List.of(
          new HuggingFaceJson(),
          new GlinerJson(),
          new LabelStudioJson(),
          new SpacyTrainingJson(),
          new SpacyJson(),
          new ProdigyJson(),
          new LabelStudioMinJson(),
          new DoccanoJson(),
          new DoccanoEntitiesJson(),
          OWN);

  private JsonShapes() {}

  /** The shape of a file by its first record. What no other program writes is taken for ours. */
  static JsonShape of(JsonNode first) {
    return ALL.stream().filter(shape -> shape.recognises(first)).findFirst().orElse(OWN);
  }

  /**
   * Whether a record shows its shape. One without any entity may be of several shapes, which read
   * it alike, so that the next record may decide.
   */
  static boolean isTelling(JsonNode record) {
    return Stream.of("entities", "label", "tags")
        .map(record::path)
        .noneMatch(list -> list.isArray() && list.isEmpty());
  }
}

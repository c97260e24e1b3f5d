package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.label.InputException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of a JSON file, and what is needed to read it.
 *
 * @param node the record
 * @param source its location
 * @param opening how the file is read
 * @param notes where records that are left out are counted
 */
record JsonRecord(JsonNode node, Source source, FileFormat.Opening opening, ReadNotes notes) {
  boolean labelled() {
    return opening.labelled();
  }

  /** The strings of a list. */
  List<String> strings(JsonNode list, String key) {
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      throw wrong("\"" + key + "\" is missing or not a list of strings");
    }
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  /** A sentence of words that are given. */
  Sentence words(List<String> words) {
    return Sentence.ofWords(words, source);
  }

  /** A sentence from a text, cut into words. */
  Sentence text(JsonNode text) {
    if (!text.isString()) {
      throw wrong("\"text\" is missing or not a string");
    }
    return Sentence.ofText(text.stringValue(), opening.splitter(), source);
  }

  /** Tags of which all are at the location of this record. */
  Labels.Tags tags(Sentence sentence, List<String> tags) {
    if (tags.size() != sentence.size()) {
      throw wrong(sentence.size() + " tokens with " + tags.size() + " tags");
    }
    return new Labels.Tags(tags, Collections.nCopies(tags.size(), source));
  }

  /** Converts offsets of a text from the unit of the file. */
  IntUnaryOperator units(String text) {
    return opening.options().offsets().toUnits(text);
  }

  /**
   * An entity given in characters.
   *
   * @param shown the entity in the file, for messages
   * @param units as {@link #units} returns it
   */
  Entity entity(
      JsonNode shown, JsonNode start, JsonNode end, JsonNode type, String text,
      IntUnaryOperator units) {
    if (!start.canConvertToInt() || !end.canConvertToInt() || !type.isString()) {
      throw wrong("entity " + shown + " requires whole numbers start and end, and a string type");
    }
    try {
      CharSpan characters =
          new CharSpan(units.applyAsInt(start.intValue()), units.applyAsInt(end.intValue()));
      return new Entity(characters, type.stringValue(), OptionalDouble.empty());
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      Offsets offsets = opening.options().offsets();
      throw new InputException(
          String.format(
              "%s: entity %s does not fit the text of %d characters (counted as %s);"
                  + " required: 0 <= start < end, and a type",
              source,
              shown,
              offsets.fromUnits(text, text.length()),
              offsets == Offsets.UTF16 ? "UTF-16 units" : "code points"),
          e);
    }
  }

  /** The keys of the record that a shape does not use. */
  Origin origin(JsonShape shape) {
    if (!node.isObject()) {
      return Origin.NONE;
    }
    ObjectNode rest = ((ObjectNode) node).deepCopy();
    shape.keys().forEach(rest::remove);
    return rest.isEmpty() ? Origin.NONE : new Origin.Json(rest);
  }

  InputException wrong(String problem) {
    return new InputException(source + ": " + problem);
  }
}

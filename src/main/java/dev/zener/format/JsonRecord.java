package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.files.Count;
import dev.zener.files.Quoted;
import dev.zener.label.Span;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record of a JSON file, and what is needed to read it.
 *
 * @param node the record
 * @param source its location
 * @param opening how the file is read
 * @param notes where what is left out is counted
 * @param shape the shape of the file
 */
record JsonRecord(
    JsonNode node, Source source, FileFormat.Opening opening, ReadNotes notes, JsonShape shape) {
  boolean labelled() {
    return opening.labelled();
  }

  boolean repair() {
    return opening.options().repair();
  }

  /** The strings of a list. */
  List<String> strings(JsonNode list, String key) {
    boolean fits = list.isArray();
    String[] strings = new String[list.size()];
    int next = 0;
    for (JsonNode element : list) {
      fits &= element.isString();
      strings[next++] = fits ? element.stringValue() : "";
    }
    if (!fits) {
      throw wrong("\"" + key + "\" is missing or not a list of strings");
    }
    return List.of(strings);
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
    String whole = text.stringValue();
    List<CharSpan> spans = opening.splitter().split(whole);
    String[] words = new String[spans.size()];
    for (int i = 0; i < words.length; i++) {
      words[i] = opening.shared().of(whole, spans.get(i).start(), spans.get(i).end());
    }
    return new Sentence(List.of(words), whole, spans, source, false);
  }

  /** Tags of which all are at the location of this record. */
  Labels.Tags tags(Sentence sentence, List<String> tags) {
    if (tags.size() != sentence.size()) {
      throw wrong(Count.of(sentence.size(), "tokens") + " with " + Count.of(tags.size(), "tags"));
    }
    return new Labels.Tags(tags, Collections.nCopies(tags.size(), source));
  }

  /** The entities of a sentence, given in characters. */
  Labels.Entities entities(Sentence sentence, JsonNode list, String key, EntityParts parts) {
    if (!list.isArray()) {
      throw wrong(
          String.format(
              "\"%s\" is missing or not a list; expected: a list of %s, empty if there are none",
              key, parts.form()));
    }
    IntUnaryOperator units = units(sentence.text());
    List<Entity> entities = new ArrayList<>(list.size());
    for (JsonNode entity : list) {
      entities.add(entity(entity, parts, sentence.text(), units));
    }
    return new Labels.Entities(entities);
  }

  /** Converts offsets of a text from the unit of the file. */
  IntUnaryOperator units(String text) {
    return opening.options().offsets().toUnits(text);
  }

  /**
   * An entity given in characters.
   *
   * @param units as {@link #units} returns it
   */
  Entity entity(JsonNode shown, EntityParts parts, String text, IntUnaryOperator units) {
    JsonNode start = parts.start().apply(shown);
    JsonNode end = parts.end().apply(shown);
    JsonNode type = parts.type().apply(shown);
    if (!start.canConvertToInt() || !end.canConvertToInt() || !type.isString()) {
      throw wrong(
          String.format(
              "entity %s; expected: %s, where start and end are whole numbers and the type is a"
                  + " string",
              brief(shown), parts.form()));
    }
    try {
      CharSpan characters = span(start, end, units);
      return new Entity(characters, type.stringValue(), OptionalDouble.empty());
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw unfit("entity " + brief(shown), text, "0 <= start < end, and a type", e);
    }
  }

  /**
   * Requires that the text which the file gives for an entity is the text at its offsets. White
   * space is not compared, because programs write line breaks in different ways.
   */
  void requireText(Entity entity, JsonNode given, String text) {
    String there = entity.characters().of(text);
    if (given.isString() && !visible(given.stringValue()).equals(visible(there))) {
      throw wrong(
          String.format(
              "%s %s is %s at its offsets; correct them, or name their unit (%s)",
              entity.type(), Quoted.of(given.stringValue()), Quoted.of(there), Setting.OFFSETS));
    }
  }

  private static String visible(String text) {
    return text.replace("\\n", "").replaceAll("\\s+", "");
  }

  /** The characters of a word that the file cuts from its text. */
  CharSpan word(JsonNode shown, JsonNode start, JsonNode end, String text, IntUnaryOperator units) {
    if (!start.canConvertToInt() || !end.canConvertToInt()) {
      throw wrong("token " + brief(shown) + " requires whole numbers start and end");
    }
    try {
      return span(start, end, units);
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw unfit("token " + brief(shown), text, "0 <= start <= end", e);
    }
  }

  private static CharSpan span(JsonNode start, JsonNode end, IntUnaryOperator units) {
    return new CharSpan(units.applyAsInt(start.intValue()), units.applyAsInt(end.intValue()));
  }

  private InputException unfit(String what, String text, String required, RuntimeException cause) {
    Offsets offsets = opening.options().offsets();
    return new InputException(
        wrong(
                String.format(
                    "%s does not fit the text of %d characters (counted as %s); required: %s",
                    what,
                    offsets.fromUnits(text, text.length()),
                    offsets == Offsets.UTF16 ? "UTF-16 units" : "code points",
                    required))
            .getMessage(),
        cause);
  }

  /**
   * Entities given in words, from left to right. One that shares a word with another is an error;
   * with repair it is left out and counted.
   */
  Labels.Spans spans(List<Span> given) {
    List<Span> ordered = new ArrayList<>(given);
    ordered.sort(Comparator.comparingInt(Span::start));
    List<Span> kept = new ArrayList<>();
    int free = 0;
    for (Span span : ordered) {
      if (span.start() >= free) {
        kept.add(span);
        free = span.end();
      } else if (repair()) {
        notes.leftOut("entities that share a word with another");
      } else {
        throw wrong(
            String.format(
                "%s of words %d to %d shares a word with the entity before it; correct it, or"
                    + " repair it (%s)",
                Quoted.of(span.type()), span.start(), span.end() - 1, Setting.REPAIR.with("true")));
      }
    }
    return new Labels.Spans(kept);
  }

  /** The keys of the record that the shape does not use. */
  Origin origin() {
    if (!node.isObject()) {
      return Origin.NONE;
    }
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : node.properties()) {
      if (!shape.keys().contains(property.getKey())) {
        rest.set(property.getKey(), property.getValue());
      }
    }
    return rest.isEmpty() ? Origin.NONE : new Origin.Json(rest);
  }

  /** The same, with another key. */
  Origin origin(String key, JsonNode value) {
    Origin origin = origin();
    ObjectNode all =
        origin instanceof Origin.Json json
            ? (ObjectNode) json.keys()
            : JsonNodeFactory.instance.objectNode();
    all.set(key, value);
    return new Origin.Json(all);
  }

  /** A part of the record for messages. */
  static String brief(JsonNode part) {
    return Quoted.of(part.toString());
  }

  InputException wrong(String problem) {
    return new InputException(source + ": " + problem + " (read as " + shape.title() + ")");
  }
}

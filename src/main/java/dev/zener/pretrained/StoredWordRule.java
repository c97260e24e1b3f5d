package dev.zener.pretrained;

import dev.zener.data.Place;
import dev.zener.data.WordRule;
import dev.zener.problem.InputException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The {@link WordRule} of the corpus that a tagger was trained on, as stored in its model
 * directory: an info string of JSON, {@code
 * {"version":1,"marks":{"-":["aa"]},"words":[],"endings":[], "addresses":true}}.
 */
public final class StoredWordRule {
  private static final String KEY = "zener_words";
  private static final int VERSION = 1;
  private static final JsonMapper JSON = new JsonMapper();

  private final String file;

  private StoredWordRule(String file) {
    this.file = file;
  }

  /** The entry for a model's info strings. */
  public static Map<String, String> info(WordRule rule) {
    Map<String, List<String>> marks = new LinkedHashMap<>();
    rule.kept()
        .forEach(
            (mark, places) ->
                marks.put(Character.toString(mark), places.stream().map(Place::key).toList()));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", VERSION);
    json.put("marks", marks);
    json.put("words", rule.words());
    json.put("endings", rule.endings());
    json.put("addresses", rule.addresses());
    return Map.of(KEY, JSON.writeValueAsString(json));
  }

  /**
   * Reads the rule from a model's info strings; empty if they have none.
   *
   * @param file the file that holds the strings, for messages
   * @throws InputException if it cannot be read
   */
  static Optional<WordRule> of(String file, Map<String, String> info) {
    return Optional.ofNullable(info.get(KEY)).map(new StoredWordRule(file)::read);
  }

  private WordRule read(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JacksonException e) {
      throw wrong("is not JSON", e);
    }
    JsonNode version = json.path("version");
    if (!version.isInt() || version.intValue() != VERSION) {
      throw wrong("has version " + LoadReport.plain(version.toString()) + "; allowed: 1", null);
    }
    JsonNode marks = json.path("marks");
    JsonNode addresses = json.path("addresses");
    if (!marks.isObject() || !addresses.isBoolean()) {
      throw wrong("needs 'marks', an object, and 'addresses', true or false", null);
    }
    Map<Integer, Set<Place>> kept = new LinkedHashMap<>();
    marks.properties().forEach(e -> kept.put(mark(e.getKey()), places(e.getKey(), e.getValue())));
    try {
      return new WordRule(
          kept,
          new LinkedHashSet<>(strings("words", json.path("words"))),
          new LinkedHashSet<>(strings("endings", json.path("endings"))),
          addresses.booleanValue());
    } catch (IllegalArgumentException e) {
      throw wrong("has " + LoadReport.plain(e.getMessage()), e);
    }
  }

  private int mark(String key) {
    if (key.isEmpty() || key.codePointCount(0, key.length()) != 1) {
      throw wrong("has mark '%s'; allowed: one character".formatted(LoadReport.plain(key)), null);
    }
    return key.codePointAt(0);
  }

  private Set<Place> places(String mark, JsonNode list) {
    Set<Place> places = EnumSet.noneOf(Place.class);
    for (String key : strings("marks." + mark, list)) {
      places.add(
          Place.ofKey(key)
              .orElseThrow(
                  () ->
                      wrong(
                          "has place '%s' of mark '%s'; allowed: %s"
                              .formatted(LoadReport.plain(key), LoadReport.plain(mark), keys()),
                          null)));
    }
    return places;
  }

  private static List<String> keys() {
    return EnumSet.allOf(Place.class).stream().map(Place::key).toList();
  }

  private Collection<String> strings(String key, JsonNode list) {
    if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString)) {
      throw wrong("needs '%s', a list of strings".formatted(LoadReport.plain(key)), null);
    }
    return list.valueStream().map(JsonNode::stringValue).toList();
  }

  private InputException wrong(String problem, Exception cause) {
    return new InputException(
        "%s: %s, the rule for splitting text into words, %s; train the model again, or use the version of Zener that wrote it"
            .formatted(file, KEY, problem),
        cause);
  }
}

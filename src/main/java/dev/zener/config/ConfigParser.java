package dev.zener.config;

import dev.zener.config.ConfigNode.Mapping;
import dev.zener.config.ConfigNode.Scalar;
import dev.zener.config.ConfigNode.Sequence;
import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.dataformat.yaml.YAMLAnchorReplayingFactory;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** Parses one YAML document to {@link ConfigNode}s, expanding anchors and aliases. */
final class ConfigParser {
  private static final YAMLFactory YAML = new YAMLAnchorReplayingFactory();

  /**
   * The maximum number of values after aliases are expanded. Nested aliases can expand a few lines
   * to any size, so a larger file is refused.
   */
  private static final int MAX_VALUES = 100_000;

  private final JsonParser parser;
  private int values;
  private final IntFunction<String> originOfLine;

  private ConfigParser(JsonParser parser, IntFunction<String> originOfLine) {
    this.parser = parser;
    this.originOfLine = originOfLine;
  }

  /**
   * Parses a file's text; origins are {@code file:line}. An empty document is a scalar without
   * text.
   */
  static ConfigNode file(String text, String file) {
    return parse(text, line -> file + ":" + line);
  }

  /** Parses a value that is not from a file; all its parts have the same origin. */
  static ConfigNode value(String text, String origin) {
    return parse(text, line -> origin);
  }

  private static ConfigNode parse(String text, IntFunction<String> originOfLine) {
    try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), text)) {
      return new ConfigParser(parser, originOfLine).document();
    }
  }

  private ConfigNode document() {
    try {
      return wholeDocument();
    } catch (JacksonException e) {
      throw new InputException(originOfLine.apply(line(e)) + ": not valid YAML: " + problem(e), e);
    }
  }

  private ConfigNode wholeDocument() {
    if (parser.nextToken() == null) {
      return new Scalar(null, originOfLine.apply(1));
    }
    ConfigNode root = node(here());
    if (parser.nextToken() != null) {
      throw new InputException(here() + ": a second document begins; allowed: one per file");
    }
    return root;
  }

  private ConfigNode node(String origin) {
    if (++values > MAX_VALUES) {
      throw new InputException(
          origin
              + ": more than "
              + MAX_VALUES
              + " values, including those of aliases; a configuration has fewer");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping(origin);
      case START_ARRAY -> sequence(origin);
      case VALUE_NULL -> new Scalar(null, origin);
      default -> scalar(parser.getString(), origin);
    };
  }

  /** A scalar. YAML's "~" means null, but Jackson returns it as text. */
  private static Scalar scalar(String text, String origin) {
    return new Scalar(text.equals("~") ? null : text, origin);
  }

  private Sequence sequence(String origin) {
    List<ConfigNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(here()));
    }
    return new Sequence(items, origin);
  }

  /** A map. The origin of a value is the line of its key; the value may start on a later line. */
  private Mapping mapping(String origin) {
    Map<String, ConfigNode> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      String place = here();
      parser.nextToken();
      ConfigNode first = entries.putIfAbsent(key, node(place));
      if (first != null) {
        throw new InputException(
            place
                + ": key '"
                + key
                + "' occurs twice, first at "
                + first.origin()
                + "; remove one of the two");
      }
    }
    return new Mapping(entries, origin);
  }

  private String here() {
    return originOfLine.apply(parser.currentTokenLocation().getLineNr());
  }

  /**
   * The line of an error. The mark of a YAML error is at the faulty text, while the parser's
   * location is at the last valid token. Errors on nesting depth or the number of aliases have
   * neither a mark nor a location of their own.
   */
  private int line(JacksonException e) {
    if (e.getCause() instanceof MarkedYamlEngineException marked) {
      return marked.getProblemMark().map(Mark::getLine).orElse(0) + 1;
    }
    TokenStreamLocation place =
        e.getLocation() == null ? parser.currentTokenLocation() : e.getLocation();
    return Math.max(1, place.getLineNr());
  }

  private static String problem(JacksonException e) {
    return e.getCause() instanceof MarkedYamlEngineException marked
        ? marked.getProblem()
        : e.getOriginalMessage();
  }
}

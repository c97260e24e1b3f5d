package dev.zener.format;

import dev.zener.data.Source;
import dev.zener.problem.InputException;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Reads JSON values that are in an array, or one after another, wherever lines end. */
final class JsonValues {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final JsonParser parser;
  private final String name;
  private Source source;
  private boolean inArray;

  JsonValues(InputStream in, String name) {
    this.parser = JSON.createParser(in);
    this.name = name;
  }

  /** The next value, or null after the last. */
  JsonNode next() throws IOException {
    try {
      return value();
    } catch (JacksonIOException e) {
      if (e.getCause() instanceof CharConversionException) {
        throw new InputException(name + ": the text is not UTF-8; convert the file to UTF-8", e);
      }
      throw e.getCause();
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      Source where = new Source(name, Math.max(1, at.getLineNr()));
      throw new InputException(where + ": " + JsonProblem.of(e, "byte"), e);
    } catch (NumberFormatException e) {
      Source where = new Source(name, Math.max(1, parser.currentLocation().getLineNr()));
      throw new InputException(where + ": " + JsonProblem.NUMBER, e);
    }
  }

  private JsonNode value() {
    JsonToken token = parser.nextToken();
    while (token == JsonToken.END_ARRAY || token == JsonToken.START_ARRAY && !inArray) {
      source = here();
      inArray = token == JsonToken.START_ARRAY;
      token = parser.nextToken();
      if (inArray && token == JsonToken.VALUE_STRING) {
        // An array that begins with a string is a value: spaCy's ["text", {...}].
        inArray = false;
        return array();
      }
    }
    if (token == null) {
      return null;
    }
    source = here();
    return JSON.readTree(parser);
  }

  /** An array whose first element is the current token. */
  private JsonNode array() {
    ArrayNode array = JSON.createArrayNode();
    for (JsonToken at = parser.currentToken(); at != JsonToken.END_ARRAY; at = parser.nextToken()) {
      array.add(JSON.readTree(parser));
    }
    return array;
  }

  private Source here() {
    return new Source(name, parser.currentTokenLocation().getLineNr());
  }

  /** The location of the value read last. */
  Source source() {
    return source;
  }
}

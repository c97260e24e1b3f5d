package dev.zener.weights;

import dev.zener.files.Utf8;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON text of a known structure; any other structure is an {@link InputException}. */
final class JsonInput {
  /** Does not intern names: there may be many of them, and they come from untrusted files. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .build();

  private final JsonParser parser;

  private JsonInput(JsonParser parser) {
    this.parser = parser;
  }

  /** Parses a text that must be exactly one value. */
  static <T> T parse(ByteBuffer text, Function<JsonInput, T> form) {
    try (JsonParser parser =
        FACTORY.createParser(ObjectReadContext.empty(), Utf8.reader(text.duplicate()))) {
      parser.nextToken();
      T value = form.apply(new JsonInput(parser));
      if (parser.nextToken() != null) {
        throw new InputException("text follows the JSON object");
      }
      return value;
    } catch (JacksonException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw new InputException("malformed JSON: not valid UTF-8", e);
      }
      throw new InputException("malformed JSON: " + firstLine(e.getOriginalMessage()), e);
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("no details");
  }

  /**
   * Reads an object. The reader is called with the name of each member, positioned at its value.
   */
  void members(String what, Consumer<String> reader) {
    require(JsonToken.START_OBJECT, what, "an object");
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      reader.accept(name);
    }
    require(JsonToken.END_OBJECT, what, "an object");
  }

  /** Whether the value is null. */
  boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  String string(String what) {
    require(JsonToken.VALUE_STRING, what, "a string");
    return parser.getString();
  }

  /** Reads an array of integers that are not negative. */
  long[] naturals(String what) {
    require(JsonToken.START_ARRAY, what, "an array of whole numbers");
    List<Long> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(natural(what));
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private long natural(String what) {
    require(JsonToken.VALUE_NUMBER_INT, what, "whole numbers");
    long value = parser.getLongValue();
    if (value < 0) {
      throw new InputException(what + " is " + value + "; it must not be negative");
    }
    return value;
  }

  /** Skips a value of any kind. */
  void skip() {
    parser.skipChildren();
  }

  private void require(JsonToken token, String what, String form) {
    if (parser.currentToken() != token) {
      throw new InputException(what + " must be " + form + ", not " + parser.currentToken());
    }
  }
}

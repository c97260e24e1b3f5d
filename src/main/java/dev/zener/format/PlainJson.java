package dev.zener.format;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a line of JSON as most files have it, faster than the JSON library and with shared strings:
 * an object or list in valid UTF-8, without escapes, exponents, long numbers and keys that occur
 * twice. It gives up on everything else, also on what is no JSON, which the library then reads or
 * refuses. What it reads is equal to what the library reads.
 */
final class PlainJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 32;
  private static final int LONGEST_KEY = 1000;

  /** The maximum number of digits before the point, and after it; an int has room for them. */
  private static final int MOST_DIGITS = 9;

  /** What is at the end of the line. */
  private static final byte NOTHING = 0;

  /** What is no character of a string. */
  private static final char NONE = 0;

  private final SharedStrings strings;
  private final char[] chars = new char[SharedStrings.LONGEST];
  private byte[] bytes = {};
  private int position;

  /** The length of the list read last: a list of tags is as long as that of the words before. */
  private int expected;

  private int end;

  PlainJson(SharedStrings strings) {
    this.strings = strings;
  }

  /** The value of the bytes [from, to); null if this class gives up. */
  JsonNode read(byte[] source, int from, int to) {
    bytes = source;
    position = from;
    end = to;
    byte start = next();
    JsonNode value = start == '{' || start == '[' ? value(0) : null;
    return value != null && next() == NOTHING && position == end ? value : null;
  }

  private byte peek() {
    return position < end ? bytes[position] : NOTHING;
  }

  /** The next byte that is no space. */
  private byte next() {
    byte next = peek();
    while (next == ' ' || next == '\t') {
      position++;
      next = peek();
    }
    return next;
  }

  private boolean skips(char expected) {
    if (next() != expected) {
      return false;
    }
    position++;
    return true;
  }

  private JsonNode value(int depth) {
    return switch (next()) {
      case '{' -> depth == DEEPEST ? null : object(depth);
      case '[' -> depth == DEEPEST ? null : array(depth);
      case '"' -> string();
      case 't' -> literal("true", NODES.booleanNode(true));
      case 'f' -> literal("false", NODES.booleanNode(false));
      case 'n' -> literal("null", NODES.nullNode());
      default -> number();
    };
  }

  private JsonNode object(int depth) {
    ObjectNode object = NODES.objectNode();
    position++;
    if (skips('}')) {
      return object;
    }
    do {
      String key = next() == '"' ? text() : null;
      boolean plain = key != null && key.length() <= LONGEST_KEY && skips(':');
      JsonNode value = plain ? value(depth + 1) : null;
      if (value == null || object.replace(key, value) != null) {
        return null;
      }
    } while (skips(','));
    return skips('}') ? object : null;
  }

  private JsonNode array(int depth) {
    ArrayNode array = NODES.arrayNode(expected);
    position++;
    if (skips(']')) {
      return array;
    }
    do {
      JsonNode value = value(depth + 1);
      if (value == null) {
        return null;
      }
      array.add(value);
    } while (skips(','));
    expected = array.size();
    return skips(']') ? array : null;
  }

  private JsonNode string() {
    String text = text();
    return text == null ? null : NODES.stringNode(text);
  }

  /** The text of the string that begins here; null if this class gives up. */
  private String text() {
    int start = ++position;
    int length = 0;
    int hash = 0;
    byte next = peek();
    while (next != '"' && length < chars.length && !isFirstOfFour(next)) {
      char unit = next < 0 ? unit() : next < ' ' || next == '\\' ? NONE : (char) next;
      if (unit == NONE) {
        return null;
      }
      position += next < 0 ? 0 : 1;
      chars[length++] = unit;
      hash = 31 * hash + unit; // as String computes it
      next = peek();
    }
    if (next != '"') {
      return decoded(start);
    }
    position++;
    return strings.of(chars, length, hash);
  }

  private static boolean isFirstOfFour(byte first) {
    return (first & 0xF0) == 0xF0;
  }

  /** The character of two or three bytes that begins here, which are passed; or {@link #NONE}. */
  private char unit() {
    int first = bytes[position++] & 0xFF;
    int unit;
    if (first < 0xE0) {
      unit = (first & 0x1F) << 6 | continued();
      return first < 0xC2 || unit < 0 ? NONE : (char) unit;
    }
    unit = (first & 0xF) << 12 | continued() << 6 | continued();
    return unit < 0x800 || Character.isSurrogate((char) unit) ? NONE : (char) unit;
  }

  /** The bits of a byte that continues a character; negative if the next byte does not. */
  private int continued() {
    byte next = peek();
    position++;
    return (next & 0xC0) == 0x80 ? next & 0x3F : -1;
  }

  /** The text of a string that begins at {@code start}, of any length and with all characters. */
  private String decoded(int start) {
    for (byte next = peek(); next != '"'; next = peek()) {
      if (next >= 0 && next < ' ' || next == '\\') {
        return null;
      }
      position++;
    }
    String text = new String(bytes, start, position - start, StandardCharsets.UTF_8);
    position++;
    // The decoder writes this character where bytes are invalid.
    return text.indexOf(LineReader.REPLACEMENT) < 0 ? strings.of(text) : null;
  }

  private JsonNode literal(String word, JsonNode value) {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        return null;
      }
      position++;
    }
    return value;
  }

  private JsonNode number() {
    int start = position;
    boolean negative = peek() == '-';
    position += negative ? 1 : 0;
    int whole = position;
    int value = digits();
    int digits = position - whole;
    if (digits == 0 || digits > MOST_DIGITS || digits > 1 && bytes[whole] == '0') {
      return null;
    }
    if (peek() != '.') {
      return NODES.numberNode(negative ? -value : value);
    }
    int fraction = ++position;
    digits();
    if (position == fraction || position - fraction > MOST_DIGITS) {
      return null;
    }
    String text = new String(bytes, start, position - start, StandardCharsets.ISO_8859_1);
    return NODES.numberNode(new BigDecimal(text));
  }

  /** The value of the digits that come next, if they are not too many. */
  private int digits() {
    int value = 0;
    for (byte next = peek(); next >= '0' && next <= '9'; next = peek()) {
      value = 10 * value + next - '0';
      position++;
    }
    return value;
  }
}

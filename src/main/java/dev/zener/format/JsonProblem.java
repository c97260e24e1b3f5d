package dev.zener.format;

import dev.zener.files.Quoted;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;

/** Says what is wrong with JSON, without the words of the JSON library. */
final class JsonProblem {
  /**
   * What a message of the library means.
   *
   * @param part a part of the message
   * @param meaning what it means
   */
  private record Kind(String part, String meaning) {}

  private static final String END = "Unexpected end-of-input";

  private static final List<Kind> KINDS =
      List.of(
          new Kind(END, "the text ends inside a value"),
          new Kind("Duplicate", "a key occurs twice in an object"),
          new Kind("Trailing token", "more than one value on the line"),
          new Kind("nesting depth", "more than 500 levels of objects and lists"),
          new Kind("Number value length", "a number of more than 1000 digits"),
          new Kind("Name length", "a key of more than 50000 characters"),
          new Kind("String value length", "a string of more than 100000000 characters"),
          new Kind("Invalid UTF-8", "a byte that is not UTF-8; convert the file to UTF-8"),
          new Kind("numeric value", "a number is not written as JSON requires"),
          new Kind(
              "character escape '",
              "an unknown escape in a string; allowed: \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u"
                  + " with four hexadecimal digits"));

  private static final Pattern CODE = Pattern.compile("code (\\d{1,7})");
  private static final Pattern WORD =
      Pattern.compile("(?:Unrecognized|Non-standard) token '(.*?)'(?: |:)", Pattern.DOTALL);
  private static final Pattern CLOSING = Pattern.compile("Unexpected close marker '(.)'");

  /** What is wrong with a number that the library refuses without a location. */
  static final String NUMBER = "not valid JSON: the exponent of a number has too many digits";

  private JsonProblem() {}

  /** Whether the text ends inside a value. */
  static boolean isEnd(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).contains(END);
  }

  /**
   * What is wrong, and where on the line.
   *
   * @param unit what the library counts: column or byte
   */
  static String of(JacksonException e, String unit) {
    int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
    String where = column < 1 ? "" : " at " + unit + " " + column;
    return "not valid JSON" + where + ": " + reason(String.valueOf(e.getOriginalMessage()));
  }

  private static String reason(String message) {
    for (Kind kind : KINDS) {
      if (message.contains(kind.part())) {
        return kind.meaning();
      }
    }
    Matcher word = WORD.matcher(message);
    if (word.find()) {
      return Quoted.of(word.group(1))
          + " is not a value; allowed: objects, lists, strings in double quotes, numbers, true,"
          + " false and null";
    }
    Matcher closing = CLOSING.matcher(message);
    if (closing.find()) {
      return "'" + closing.group(1) + "' closes nothing that is open here";
    }
    Matcher code = CODE.matcher(message);
    if (code.find()) {
      return character(message, Integer.parseInt(code.group(1)));
    }
    return "check quotes, commas and brackets";
  }

  private static String character(String message, int code) {
    if (message.startsWith("Illegal unquoted")) {
      return code == '\n' || code == '\r'
          ? "a string does not end on its line; a line break in it is written \\n"
          : String.format("a control character in a string; it is written \\u%04x", code);
    }
    boolean shown = Character.isLetterOrDigit(code) || code > ' ' && code < 127;
    return String.format(
        "unexpected character %sU+%04X", shown ? Character.toString(code) + " " : "", code);
  }
}

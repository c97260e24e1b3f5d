package dev.zener.format;

import tools.jackson.core.JacksonException;

/** Says what is wrong with JSON, without the words of the JSON library. */
final class JsonProblem {
  private JsonProblem() {}

  static String of(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    String where =
        e.getLocation() == null || e.getLocation().getColumnNr() < 1
            ? ""
            : " at column " + e.getLocation().getColumnNr();
    return "not valid JSON" + where + ": " + reason(message);
  }

  private static String reason(String message) {
    if (message.startsWith("Unexpected end-of-input")) {
      return "the text ends inside a value";
    }
    if (message.startsWith("Duplicate")) {
      return "a key occurs twice in an object";
    }
    if (message.startsWith("Unexpected character")) {
      int end = message.indexOf(')');
      return "unexpected character " + message.substring(message.indexOf('(') + 1, Math.max(end, 0));
    }
    if (message.contains("nesting depth")) {
      return "too many levels of objects and lists";
    }
    return "check quotes, commas and brackets";
  }
}

package dev.zener.files;

/**
 * Quotes a string from a file for a message: shortened, on one line, without control characters.
 */
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  public static String of(String text) {
    String shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}

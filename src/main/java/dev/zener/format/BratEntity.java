package dev.zener.format;

import dev.zener.data.Source;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;

/**
 * An entity of a brat file.
 *
 * @param source its location
 * @param id its name in the file, such as T1
 * @param type its type
 * @param start its first character, from the beginning of the text
 * @param end the character after its last
 * @param text its characters
 */
record BratEntity(Source source, String id, String type, int start, int end, String text) {
  private static final String FORM =
      "; expected: the name, the type with start and end, and the text, separated by TAB, such as"
          + " T1<TAB>PER 0 3<TAB>Ana";

  /** Whether a line has an entity of several parts, such as {@code 0 5;16 23}. */
  static boolean isDiscontinuous(String line) {
    String[] cells = line.split("\t", 3);
    return cells.length > 1 && cells[1].indexOf(';') >= 0;
  }

  /** The entity of a line. */
  static BratEntity of(String line, Source source) {
    String[] cells = line.split("\t", 3);
    String[] place = cells.length == 3 ? cells[1].split(" ", -1) : new String[0];
    if (place.length != 3 || place[0].isEmpty()) {
      throw new InputException(source + ": " + Quoted.of(line) + FORM);
    }
    int start = number(place[1], line, source);
    int end = number(place[2], line, source);
    if (end <= start) {
      throw new InputException(
          source + ": " + Quoted.of(line) + " is empty; required: 0 <= start < end");
    }
    return new BratEntity(source, cells[0], place[0], start, end, cells[2]);
  }

  private static int number(String digits, String line, Source source) {
    if (!digits.matches("\\d{1,9}")) {
      throw new InputException(
          source
              + ": "
              + Quoted.of(digits)
              + " in "
              + Quoted.of(line)
              + " is not an offset"
              + FORM);
    }
    return Integer.parseInt(digits);
  }

  /** The entity for messages. */
  @Override
  public String toString() {
    return String.format("%s, %s %d to %d %s", id, type, start, end, Quoted.of(text));
  }
}

package dev.zener.data;

import java.util.ArrayList;
import java.util.List;

/** The separator of the columns of a CoNLL line. */
public enum Separator {
  /** TAB on a line that contains one (its words may contain spaces), otherwise runs of spaces. */
  AUTO,
  TAB,
  SPACE;

  /** Whether the columns of this line are separated by TAB. */
  boolean usesTab(String line) {
    return this == TAB || this == AUTO && line.indexOf('\t') >= 0;
  }

  /**
   * Splits a line into columns. Only TAB or space is a separator; other white space belongs to
   * words. Spaces at the start or end of a space-separated line are ignored.
   */
  List<String> split(String line) {
    boolean tab = usesTab(line);
    char separator = tab ? '\t' : ' ';
    List<String> columns = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || line.charAt(i) == separator) {
        if (tab || i > start) {
          columns.add(line.substring(start, i));
        }
        start = i + 1;
      }
    }
    return columns;
  }
}

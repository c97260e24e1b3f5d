package dev.zener.data;

import java.util.ArrayList;
import java.util.List;

/** What parts the columns of a CoNLL line. */
public enum Separator {
  /** TAB on a line that has one (its words may hold spaces), runs of spaces on any other. */
  AUTO,
  TAB,
  SPACE;

  /** Whether TAB parts this line. */
  boolean usesTab(String line) {
    return this == TAB || this == AUTO && line.indexOf('\t') >= 0;
  }

  /**
   * The columns of a line. Only TAB or the space counts: other white space belongs to words. Spaces
   * at either end of a space-separated line part nothing.
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

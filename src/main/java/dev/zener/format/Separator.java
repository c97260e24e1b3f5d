package dev.zener.format;

import java.util.ArrayList;
import java.util.List;

/** The separator of the columns of a line. */
public enum Separator {
  /** TAB on a line that contains one (its words may contain spaces), otherwise runs of spaces. */
  AUTO {
    @Override
    Separator of(String line) {
      return line.indexOf('\t') >= 0 ? TAB : SPACE;
    }
  },

  /** A TAB. Two of them have an empty column between them. */
  TAB {
    @Override
    int end(String line, int start) {
      int tab = line.indexOf('\t', start);
      return tab < 0 ? line.length() : tab;
    }
  },

  /** Runs of spaces. Spaces at the start or end of a line are ignored. */
  SPACE {
    @Override
    int start(String line, int from) {
      int start = from;
      while (start < line.length() && line.charAt(start) == ' ') {
        start++;
      }
      return start < line.length() ? start : NONE;
    }

    @Override
    int end(String line, int start) {
      int space = line.indexOf(' ', start);
      return space < 0 ? line.length() : space;
    }
  },

  /** A comma. A column may be enclosed in quotes; a quote in it is doubled (RFC 4180). */
  COMMA {
    @Override
    int end(String line, int start) {
      return quotedEnd(line, start, ',');
    }

    @Override
    String text(String line, int start, int end, SharedStrings strings) {
      return unquoted(line, start, end, strings);
    }
  },

  /** A semicolon, with quotes as for {@link #COMMA}; spreadsheets write it in many countries. */
  SEMICOLON {
    @Override
    int end(String line, int start) {
      return quotedEnd(line, start, ';');
    }

    @Override
    String text(String line, int start, int end, SharedStrings strings) {
      return unquoted(line, start, end, strings);
    }
  };

  private static final char QUOTE = '"';
  private static final int NONE = -1;

  /** This separator, or for {@link #AUTO} the one of this line. */
  Separator of(String line) {
    return this;
  }

  /** The start of the column that begins at or after {@code from}; NONE if there is no more. */
  int start(String line, int from) {
    return from <= line.length() ? from : NONE;
  }

  /** The end of the column that starts at {@code start}. */
  int end(String line, int start) {
    throw new IllegalStateException(this + " is chosen for each line");
  }

  String text(String line, int start, int end, SharedStrings strings) {
    return strings.of(line, start, end);
  }

  /** Whether columns may be enclosed in quotes. */
  boolean quotes() {
    return this == COMMA || this == SEMICOLON;
  }

  /** Whether a quote is open at the end of a line. */
  boolean endsInQuotes(String line) {
    boolean open = false;
    if (quotes()) {
      for (int start = start(line, 0); start != NONE; start = start(line, end(line, start) + 1)) {
        int end = end(line, start);
        boolean quoted = start < line.length() && line.charAt(start) == QUOTE;
        open = quoted && (end - start < 2 || closing(line, start) < 0);
      }
    }
    return open;
  }

  /** The index of the quote that closes the one at {@code start}; negative if there is none. */
  private static int closing(String line, int start) {
    int i = start + 1;
    while (i < line.length() && (line.charAt(i) != QUOTE || quoteAt(line, i + 1))) {
      i += line.charAt(i) == QUOTE ? 2 : 1;
    }
    return i < line.length() ? i : NONE;
  }

  private static int quotedEnd(String line, int start, char separator) {
    boolean quoted = start < line.length() && line.charAt(start) == QUOTE;
    int closing = quoted ? closing(line, start) : start;
    int end = closing < 0 ? NONE : line.indexOf(separator, closing);
    return end < 0 ? line.length() : end;
  }

  private static String unquoted(String line, int start, int end, SharedStrings strings) {
    boolean quoted =
        end - start > 1 && line.charAt(start) == QUOTE && line.charAt(end - 1) == QUOTE;
    return quoted
        ? line.substring(start + 1, end - 1).replace("\"\"", "\"")
        : strings.of(line, start, end);
  }

  /** The number of columns of a line. */
  int width(String line) {
    int width = 0;
    for (int start = start(line, 0); start != NONE; start = start(line, end(line, start) + 1)) {
      width++;
    }
    return width;
  }

  /** The columns of a line from a number on, from 1; in all there are {@code width}. */
  List<String> columns(String line, int from, int width, SharedStrings strings) {
    List<String> columns = new ArrayList<>(Math.max(0, width - from + 1));
    int number = 1;
    for (int start = start(line, 0); start != NONE; number++) {
      int end = end(line, start);
      if (number >= from) {
        columns.add(text(line, start, end, strings));
      }
      start = start(line, end + 1);
    }
    return columns;
  }

  /** The column with this number, from 1. */
  String column(String line, int number, SharedStrings strings) {
    int start = start(line, 0);
    for (int c = 1; c < number; c++) {
      start = start(line, end(line, start) + 1);
    }
    return text(line, start, end(line, start), strings);
  }

  private static boolean quoteAt(String line, int index) {
    return index < line.length() && line.charAt(index) == QUOTE;
  }
}

package dev.zener.format;

import java.io.IOException;

/**
 * A word and its tag on each line, separated by commas, semicolons or TABs, with the names of
 * columns on top.
 */
final class CsvFormat implements FileFormat {
  @Override
  public String title() {
    return "CSV";
  }

  @Override
  public boolean recognises(Head head) {
    return head.extension().equals("csv");
  }

  @Override
  public ItemReader open(Opening opening) throws IOException {
    return ColumnsReader.open(opening, separator(opening), title());
  }

  /** The separator of the first line: a comma, unless the line has only one of the others. */
  private static Separator separator(Opening opening) throws IOException {
    Separator named = opening.options().separator();
    if (named != Separator.AUTO) {
      return named;
    }
    for (String line : opening.source().head(false).lines()) {
      if (!line.isBlank()) {
        boolean commas = Separator.COMMA.width(line) > 1;
        boolean others = Separator.SEMICOLON.width(line) > 1;
        return commas
            ? Separator.COMMA
            : others
                ? Separator.SEMICOLON
                : line.indexOf('\t') >= 0 ? Separator.TAB : Separator.COMMA;
      }
    }
    return Separator.COMMA;
  }
}

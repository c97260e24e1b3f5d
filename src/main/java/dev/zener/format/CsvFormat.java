package dev.zener.format;

import java.io.IOException;

/** A word and its tag on each line, separated by commas, with the names of columns on top. */
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
    return ColumnsReader.open(opening, Separator.COMMA, title());
  }
}

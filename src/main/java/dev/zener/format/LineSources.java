package dev.zener.format;

import dev.zener.data.Source;
import java.util.AbstractList;
import java.util.List;

/** The locations of the words of a sentence in lines of one file, in little memory. */
final class LineSources extends AbstractList<Source> {
  private final String file;
  private final int[] lines;

  private LineSources(String file, int[] lines) {
    this.file = file;
    this.lines = lines;
  }

  /** The locations of rows, of which there is at least one. */
  static List<Source> of(List<ColumnRow> rows) {
    int[] lines = new int[rows.size()];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = rows.get(i).source().line();
    }
    return new LineSources(rows.get(0).source().file(), lines);
  }

  @Override
  public Source get(int index) {
    return new Source(file, lines[index]);
  }

  @Override
  public int size() {
    return lines.length;
  }
}

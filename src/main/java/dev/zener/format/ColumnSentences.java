package dev.zener.format;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads the sentences of a file of columns as rows, without blank lines, {@code -DOCSTART-} lines
 * and comments.
 *
 * <p>Since {@code #} may be a word, a line that starts with it is not always a comment. It is a row
 * if it has the separator and the number of columns of the file's first row. There is one
 * exception: if the file's first row ends with a tag, a line at the start of a sentence that starts
 * with {@code "# "} and does not end with a tag is a comment ({@code # id 17 domain=en} in a file
 * of four columns).
 */
final class ColumnSentences {
  static final String DOCUMENT_MARK = "-DOCSTART-";

  private final LineReader lines;
  private final Separator separator;
  private final SharedStrings strings;
  private final Deque<ColumnRow> head = new ArrayDeque<>();
  private ColumnRow first;
  private int comments;

  ColumnSentences(LineReader lines, Separator separator, SharedStrings strings) throws IOException {
    this.lines = lines;
    this.separator = separator;
    this.strings = strings;
    readHead();
  }

  /** Reads up to the first line that cannot be a comment; later lines are compared with it. */
  private void readHead() throws IOException {
    for (ColumnRow row = readRow(); row != null; row = readRow()) {
      head.add(row);
      if (!endsSentence(row) && !row.mayBeComment()) {
        first = row;
        return;
      }
    }
  }

  private ColumnRow readRow() throws IOException {
    String line = lines.next();
    return line == null ? null : ColumnRow.of(lines.source(), line, separator, strings);
  }

  /** The rows of the next sentence, at least one; null after the last sentence. */
  List<ColumnRow> next() throws IOException {
    List<ColumnRow> sentence = new ArrayList<>();
    for (ColumnRow row = poll(); row != null; row = poll()) {
      if (!endsSentence(row)) {
        add(row, sentence);
      } else if (!sentence.isEmpty()) {
        break;
      }
    }
    return sentence.isEmpty() ? null : sentence;
  }

  private ColumnRow poll() throws IOException {
    return head.isEmpty() ? readRow() : head.remove();
  }

  private void add(ColumnRow row, List<ColumnRow> sentence) {
    if (isComment(row, sentence.isEmpty())) {
      comments++;
    } else {
      sentence.add(row);
    }
  }

  private static boolean endsSentence(ColumnRow row) {
    return row.blank()
        || row.text().startsWith(DOCUMENT_MARK) && row.column(1).equals(DOCUMENT_MARK);
  }

  private boolean isComment(ColumnRow row, boolean atHead) {
    if (!row.mayBeComment()) {
      return false;
    }
    if (first == null) {
      return !row.tagged();
    }
    if (row.separator() != first.separator() || row.width() != first.width()) {
      return true;
    }
    return atHead && row.text().startsWith("# ") && first.tagged() && !row.tagged();
  }

  /** The number of comment lines skipped so far. */
  int comments() {
    return comments;
  }
}

package dev.zener.data;

import dev.zener.label.Tag;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads the sentences of a CoNLL file as rows of columns, without blank lines, {@code -DOCSTART-}
 * lines and comments.
 *
 * <p>Since {@code #} may be a word, a line that starts with it is not always a comment. It is a row
 * if it has the separator and the number of columns of the file's first row. There is one
 * exception: if the file's first row ends with a tag, a line at the start of a sentence that starts
 * with {@code "# "} and does not end with a tag is a comment ({@code # id 17 domain=en} in a file
 * of four columns).
 */
final class ConllRows {
  static final String DOCUMENT_MARK = "-DOCSTART-";

  /** The line of one word. */
  record Row(Source source, String text, boolean tab, List<String> columns) {
    String word() {
      return columns.get(0);
    }

    String last() {
      return columns.get(columns.size() - 1);
    }

    boolean tagged() {
      return columns.size() > 1 && Tag.find(last()).isPresent();
    }

    boolean blank() {
      return text.chars().allMatch(c -> c == ' ' || c == '\t');
    }

    boolean endsSentence() {
      return blank() || word().equals(DOCUMENT_MARK);
    }

    boolean mayBeComment() {
      return text.equals("#") || text.startsWith("# ") || text.startsWith("#\t");
    }
  }

  private final LineReader lines;
  private final Separator separator;
  private final Deque<Row> head = new ArrayDeque<>();
  private Row first;
  private int comments;

  ConllRows(LineReader lines, Separator separator) throws IOException {
    this.lines = lines;
    this.separator = separator;
    readHead();
  }

  /** Reads up to the first line that cannot be a comment; later lines are compared with it. */
  private void readHead() throws IOException {
    for (Row row = readRow(); row != null; row = readRow()) {
      head.add(row);
      if (!row.endsSentence() && !row.mayBeComment()) {
        first = row;
        return;
      }
    }
  }

  private Row readRow() throws IOException {
    String line = lines.next();
    return line == null
        ? null
        : new Row(lines.source(), line, separator.usesTab(line), separator.split(line));
  }

  /** The rows of the next sentence, at least one; null after the last sentence. */
  List<Row> next() throws IOException {
    List<Row> sentence = new ArrayList<>();
    for (Row row = poll(); row != null; row = poll()) {
      if (!row.endsSentence()) {
        add(row, sentence);
      } else if (!sentence.isEmpty()) {
        break;
      }
    }
    return sentence.isEmpty() ? null : sentence;
  }

  private Row poll() throws IOException {
    return head.isEmpty() ? readRow() : head.remove();
  }

  private void add(Row row, List<Row> sentence) {
    if (isComment(row, sentence.isEmpty())) {
      comments++;
    } else {
      sentence.add(row);
    }
  }

  private boolean isComment(Row row, boolean atHead) {
    if (!row.mayBeComment()) {
      return false;
    }
    if (first == null) {
      return !row.tagged();
    }
    if (row.tab() != first.tab() || row.columns().size() != first.columns().size()) {
      return true;
    }
    return atHead && row.text().startsWith("# ") && first.tagged() && !row.tagged();
  }

  /** The number of comment lines skipped so far. */
  int comments() {
    return comments;
  }
}

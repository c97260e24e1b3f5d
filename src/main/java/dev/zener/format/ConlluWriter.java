package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.label.Scheme;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes CoNLL-U with the tag of each word in MISC, as {@code NER=B-PER}. A sentence that was read
 * from CoNLL-U keeps its comments, ranges, empty nodes and other columns; if its file had a column
 * for tags, they are written there.
 */
final class ConlluWriter implements ItemWriter {
  private static final String TEXT = "# text = ";

  private final Appendable out;
  private final Scheme scheme;
  private final Map<String, Integer> changes = new TreeMap<>();
  private ConlluColumns columns;

  ConlluWriter(Appendable out, WriteOptions options) {
    this.out = out;
    this.scheme = options.scheme();
  }

  @Override
  public void write(TaggedItem item) throws IOException {
    if (item.sentence().size() == 0) {
      changes.merge("sentences without words left out", 1, Integer::sum);
      return;
    }
    if (item.origin() instanceof Origin.Conllu origin) {
      again(item, origin);
    } else {
      anew(item);
    }
    out.append('\n');
  }

  /** Writes a sentence that was not read from CoNLL-U. */
  private void anew(TaggedItem item) throws IOException {
    columns = columns == null ? ConlluColumns.STANDARD : columns;
    Sentence sentence = item.sentence();
    List<String> tags = Scheme.IOB2.convert(item.tags(), scheme);
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < sentence.size(); i++) {
      String word = ColumnText.word(sentence.words().get(i));
      List<String> row = columns.row(i + 1, word);
      text.append(word);
      if (touchesNext(sentence.spans(), i)) {
        noSpaceAfter(row);
      } else if (i + 1 < sentence.size()) {
        text.append(' ');
      }
      columns.setTag(row, tags.get(i));
      rows.add(row);
    }
    if (!sentence.text().contentEquals(text)) {
      changes.merge("texts whose words are not divided by single spaces", 1, Integer::sum);
    }
    out.append(TEXT).append(text).append('\n');
    write(rows);
  }

  private void noSpaceAfter(List<String> row) {
    if (columns.holdSpaces()) {
      columns.noSpaceAfter(row);
    } else {
      changes.merge("words without SpaceAfter=No, as the file has no column MISC", 1, Integer::sum);
    }
  }

  private static boolean touchesNext(List<CharSpan> spans, int word) {
    return word + 1 < spans.size() && spans.get(word).end() == spans.get(word + 1).start();
  }

  /** Writes a sentence as it was read, with other tags. */
  private void again(TaggedItem item, Origin.Conllu origin) throws IOException {
    boolean first = columns == null;
    requireSame(ConlluColumns.of(origin));
    for (String comment : origin.comments()) {
      if (!comment.startsWith(ConlluReader.GLOBAL_COLUMNS)) {
        out.append(comment).append('\n');
      } else if (first) {
        out.append(comment).append(columns.added() ? " " + ConlluColumns.NER : "").append('\n');
      }
    }
    List<List<String>> rows = origin.rows().stream().map(columns::row).toList();
    new ConlluTags(rows, origin.words()).set(columns, item.tags(), scheme);
    write(rows);
  }

  private void requireSame(ConlluColumns own) {
    if (columns != null && !columns.equals(own)) {
      throw new InputException(
          "the columns "
              + String.join(" ", own.names())
              + " are not those of the sentences before, "
              + String.join(" ", columns.names())
              + "; one CoNLL-U file cannot hold both: write each input to a file of its own");
    }
    columns = own;
  }

  private void write(List<List<String>> rows) throws IOException {
    for (List<String> row : rows) {
      out.append(String.join("\t", row)).append('\n');
    }
  }

  @Override
  public Map<String, Integer> changes() {
    return Collections.unmodifiableMap(changes);
  }
}

package dev.zener.format;

import dev.zener.label.Scheme;
import dev.zener.label.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets the tags of the rows of a CoNLL-U sentence. Every syntactic word gets one. A token that
 * consists of several words, such as {@code zum}, gets one if it was read instead of its words; the
 * words then get tags of the same entity.
 *
 * @param rows the rows, which are changed
 * @param read the index of each row whose tag is known
 */
record ConlluTags(List<List<String>> rows, List<Integer> read) {
  void set(ConlluColumns columns, List<String> iob2, Scheme scheme) {
    List<String> tags = Scheme.IOB2.convert(iob2, scheme);
    Map<Integer, String> ofRow = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      ofRow.put(read.get(i), tags.get(i));
    }
    List<Integer> words = words();
    List<String> ofWords = scheme.encode(words.size(), spans(Span.decode(iob2), words));
    for (int w = 0; w < words.size(); w++) {
      ofRow.put(words.get(w), ofWords.get(w));
    }
    for (int r = 0; r < rows.size(); r++) {
      if (ofRow.containsKey(r)) {
        columns.setTag(rows.get(r), ofRow.get(r));
      } else if (isRange(r)) {
        columns.removeTag(rows.get(r));
      }
    }
  }

  /** The entities in syntactic words instead of what was read. */
  private List<Span> spans(List<Span> entities, List<Integer> words) {
    List<Span> spans = new ArrayList<>();
    for (Span entity : entities) {
      int end = entity.end() < read.size() ? read.get(entity.end()) : rows.size();
      spans.add(
          new Span(before(words, read.get(entity.start())), before(words, end), entity.type()));
    }
    return spans;
  }

  /** The number of words before a row. */
  private static int before(List<Integer> words, int row) {
    return (int) words.stream().filter(word -> word < row).count();
  }

  private List<Integer> words() {
    List<Integer> words = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      if (!isRange(r) && rows.get(r).get(0).indexOf('.') < 0) {
        words.add(r);
      }
    }
    return words;
  }

  private boolean isRange(int row) {
    return rows.get(row).get(0).indexOf('-') >= 0;
  }
}

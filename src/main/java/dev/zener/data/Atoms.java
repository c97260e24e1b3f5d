package dev.zener.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text cut as finely as a {@link WordRule} needs: runs of letters and digits, and single marks.
 * Neighbours <i>touch</i> if no white space is between them.
 */
final class Atoms {
  private final String text;
  private final List<CharSpan> spans;

  /**
   * Cuts a text.
   *
   * @param cutter cuts at white space and around every mark
   */
  Atoms(String text, WordSplitter cutter) {
    this.text = text;
    this.spans = cutter.split(text);
  }

  int size() {
    return spans.size();
  }

  CharSpan span(int atom) {
    return spans.get(atom);
  }

  /** The text from the start of an atom to the end of another. */
  String text(int first, int last) {
    return text.substring(spans.get(first).start(), spans.get(last).end());
  }

  /** Whether an atom touches the next one; what a tokenizer drops between them does not count. */
  boolean touchesNext(int atom) {
    if (atom + 1 >= size()) {
      return false;
    }
    int end = spans.get(atom).end();
    int start = spans.get(atom + 1).start();
    return text.substring(end, Math.max(end, start)).chars().noneMatch(WhiteSpace::is);
  }

  /** The mark that an atom consists of; -1 if it is not a single mark. */
  int mark(int atom) {
    int start = spans.get(atom).start();
    int point = text.codePointAt(start);
    boolean single = spans.get(atom).end() - start == Character.charCount(point);
    return single && Glyph.of(point) == Glyph.MARK ? point : -1;
  }

  /** The kind of the character before a mark that touches it. */
  private Glyph left(int mark) {
    return mark > 0 && touchesNext(mark - 1)
        ? Glyph.of(text.codePointBefore(spans.get(mark - 1).end()))
        : Glyph.NONE;
  }

  /** The kind of the character after a mark that touches it. */
  private Glyph right(int mark) {
    return touchesNext(mark) ? Glyph.of(text.codePointAt(spans.get(mark + 1).start())) : Glyph.NONE;
  }

  /** Where a mark stands: between, after or before letters and digits. */
  Optional<Place> place(int mark) {
    return between(mark).or(() -> after(mark)).or(() -> before(mark));
  }

  Optional<Place> between(int mark) {
    return Place.between(left(mark), right(mark));
  }

  /** The place of a mark after a letter or digit, unless it is in a run. */
  Optional<Place> after(int mark) {
    Glyph left = left(mark);
    return left.inWords() && !inRun(mark)
        ? Place.after(left, afterInitial(mark))
        : Optional.empty();
  }

  /** The place of a mark before a letter or digit, unless it is in a run. */
  Optional<Place> before(int mark) {
    return inRun(mark) ? Optional.empty() : Place.before(right(mark));
  }

  private boolean inRun(int mark) {
    return repeats(mark) || mark > 0 && repeats(mark - 1);
  }

  /** Whether the same mark comes next. */
  boolean repeats(int mark) {
    return touchesNext(mark) && mark(mark) >= 0 && mark(mark + 1) == mark(mark);
  }

  /** Whether the atom before a mark is a single character. */
  private boolean afterInitial(int mark) {
    return text(mark - 1, mark - 1).codePoints().limit(2).count() == 1;
  }

  /** The words that remain if some neighbours are joined. */
  List<CharSpan> joined(boolean[] joins) {
    List<CharSpan> words = new ArrayList<>(size());
    for (int first = 0, last; first < size(); first = last + 1) {
      last = first;
      while (joins[last]) {
        last++;
      }
      words.add(new CharSpan(span(first).start(), span(last).end()));
    }
    return words;
  }
}

package dev.zener.tokenizer;

import static dev.zener.tokenizer.CharacterProperties.CHINESE;
import static dev.zener.tokenizer.CharacterProperties.DROPPED;
import static dev.zener.tokenizer.CharacterProperties.MARK;

/**
 * Normalises a short part of a text, code point by code point in HuggingFace's order: clean, put
 * spaces around Chinese, decompose, drop accents, convert to lower case. Each resulting code point
 * has the range of original units that it comes from. Not thread-safe.
 */
final class StretchNormalizer {
  private final CharacterProperties properties = CharacterProperties.all();
  private final Casing casing;
  private AlignedPoints points = new AlignedPoints();
  private AlignedPoints spare = new AlignedPoints();
  private final Decomposition decomposed = new Decomposition();

  StretchNormalizer(Casing casing) {
    this.casing = casing;
  }

  /** Normalises the units [from, to). The next call overwrites the result. */
  AlignedPoints normalize(char[] text, int from, int to) {
    clean(text, from, to);
    if (casing.stripAccents()) {
      decompose();
      dropMarks();
    }
    if (casing.lowercase()) {
      lower();
    }
    return points;
  }

  private void clean(char[] text, int from, int to) {
    points.clear();
    for (int at = from; at < to; ) {
      int point = Character.codePointAt(text, at, to);
      int next = at + Character.charCount(point);
      int flags = properties.flags(point);
      if ((flags & DROPPED) == 0) {
        boolean spaced = casing.splitChinese() && (flags & CHINESE) != 0;
        if (spaced) {
          points.add(' ', at, next);
        }
        points.add(point, at, next);
        if (spaced) {
          points.add(' ', at, next);
        }
      }
      at = next;
    }
  }

  /**
   * Decomposes to NFD. As in HuggingFace, code points are aligned by position: the k-th code point
   * that starts a decomposition is assigned to the k-th source code point, even if marks were
   * reordered.
   */
  private void decompose() {
    decomposed.clear();
    for (int i = 0; i < points.size(); i++) {
      int[] parts = properties.decomposition(points.point(i));
      for (int p = 0; p < parts.length; p++) {
        decomposed.add(parts[p], properties.combiningClass(parts[p]), p == 0);
      }
    }
    decomposed.order();
    spare.clear();
    int source = -1;
    for (int i = 0; i < decomposed.size(); i++) {
      source = decomposed.opens(i) ? source + 1 : Math.max(source, 0);
      spare.add(decomposed.point(i), points.start(source), points.end(source));
    }
    swap();
  }

  private void dropMarks() {
    spare.clear();
    for (int i = 0; i < points.size(); i++) {
      if (!properties.is(points.point(i), MARK)) {
        spare.add(points.point(i), points.start(i), points.end(i));
      }
    }
    swap();
  }

  private void lower() {
    spare.clear();
    for (int i = 0; i < points.size(); i++) {
      for (int point : properties.lowerCase(points.point(i))) {
        spare.add(point, points.start(i), points.end(i));
      }
    }
    swap();
  }

  private void swap() {
    AlignedPoints done = points;
    points = spare;
    spare = done;
  }
}

package dev.zener.tokenizer;

/**
 * A double-array trie of all pieces over UTF-16 units. It has one root for pieces that start a word
 * and one for continuations, which are stored without {@code ##}. A step costs one lookup for the
 * unit's code and one for the edge. Immutable.
 *
 * <p>A node with base b has an edge with code k if entry b + k of the array has the label k; no two
 * nodes have the same base. An entry holds, from the low bits up, the edge's label (16 bits), the
 * base of the node it leads to (24 bits, 0 for a leaf), and the id of the piece that ends there
 * plus one (24 bits, 0 for none).
 */
final class PieceTrie {
  static final int BASE_SHIFT = 16;
  static final int ID_SHIFT = 40;
  static final int BASE_MASK = 0xFFFFFF;

  private final long[] entries;
  private final char[] codes;

  /** The root of pieces that start a word. */
  final int initial;

  /** The root of continuations. */
  final int continuing;

  PieceTrie(long[] entries, char[] codes, int initial, int continuing) {
    this.entries = entries;
    this.codes = codes;
    this.initial = initial;
    this.continuing = continuing;
  }

  /**
   * The longest piece in {@code chars} that starts at {@code from} and ends at or before {@code
   * to}.
   *
   * @param root {@link #initial} or {@link #continuing}
   * @return its end in the high 32 bits and its id in the low 32 bits; negative if there is none
   */
  long longest(int root, char[] chars, int from, int to) {
    long longest = -1;
    int base = root;
    for (int at = from; at < to; at++) {
      char code = codes[chars[at]];
      long entry = entries[base + code];
      if ((char) entry != code) {
        break;
      }
      int id = (int) (entry >>> ID_SHIFT) - 1;
      if (id >= 0) {
        longest = (long) (at + 1) << 32 | id;
      }
      base = (int) (entry >>> BASE_SHIFT) & BASE_MASK;
    }
    return longest;
  }
}

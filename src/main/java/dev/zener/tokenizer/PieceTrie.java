package dev.zener.tokenizer;

/**
 * All pieces in one double-array trie over UTF-16 units, with a root for pieces that start a word
 * and one for those that go on ({@code ##}, here without it). A step costs one lookup for the
 * unit's code and one for the edge. Immutable.
 *
 * <p>An edge of code k from a node with base b is entry b + k of the array, if that entry carries
 * the label k: no two nodes share a base. An entry holds, from its low bits up, its label (16), the
 * base of its node (24, 0 for a leaf) and its piece's id plus one (24, 0 for none).
 */
final class PieceTrie {
  static final int BASE_SHIFT = 16;
  static final int ID_SHIFT = 40;
  static final int BASE_MASK = 0xFFFFFF;

  private final long[] entries;
  private final char[] codes;

  /** The root of pieces that start a word. */
  final int initial;

  /** The root of pieces that go on. */
  final int continuing;

  PieceTrie(long[] entries, char[] codes, int initial, int continuing) {
    this.entries = entries;
    this.codes = codes;
    this.initial = initial;
    this.continuing = continuing;
  }

  /**
   * The longest piece that {@code chars} holds from {@code from} on, before {@code to}.
   *
   * @param root {@link #initial} or {@link #continuing}
   * @return its end in the high half, its id in the low half; negative if there is none
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

package dev.zener.tokenizer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Builds the {@link PieceTrie} of a vocabulary. */
final class PieceTrieBuilder {
  private static final String CONTINUES = "##";

  /**
   * The maximum length of a piece in UTF-16 units; longer ones never match, as long words are
   * [UNK].
   */
  private static final int LONGEST_PIECE = 2 * WordPieceTokenizer.LONGEST_WORD + CONTINUES.length();

  /** After more failed tries than this, the next search for a base starts where this one ended. */
  private static final int PATIENCE = 32;

  private static final int SIZES = 8;

  private final Vocabulary vocabulary;
  private final String[] pieces;
  private final char[] codes = new char[1 << 16];
  private final int lastCode;
  private final BitSet bases = new BitSet();
  private final BitSet filled = new BitSet();

  /** Where the search for a base starts, by the number of the node's edges. */
  private final int[] hints = new int[SIZES];

  private long[] entries = new long[1 << 16];

  private PieceTrieBuilder(Vocabulary vocabulary, int size) {
    this.vocabulary = vocabulary;
    pieces =
        vocabulary.pieces().subList(0, size).stream()
            .filter(piece -> piece.length() <= LONGEST_PIECE)
            .sorted()
            .toArray(String[]::new);
    lastCode = assignCodes();
    Arrays.fill(hints, 1);
  }

  /** A trie of the first {@code size} pieces; later ones are not used for splitting words. */
  static PieceTrie build(Vocabulary vocabulary, int size) {
    return new PieceTrieBuilder(vocabulary, size).build();
  }

  private PieceTrie build() {
    int from = firstAtLeast(CONTINUES);
    int to = firstAtLeast("#$"); // sorts after all strings that start with ##
    int continuing = node(from, to, CONTINUES.length());
    // A word never starts with "##", because "#" is a word of its own: omit them from this root.
    String[] all = pieces.clone();
    System.arraycopy(all, to, pieces, from, all.length - to);
    int initial = node(0, all.length - (to - from), 0);
    int length = filled.length() + lastCode + 2; // so that base + code is always within the array
    return new PieceTrie(Arrays.copyOf(entries, length), codes, initial, continuing);
  }

  /** Frequent units get small codes, so that sibling edges lie close together. */
  private int assignCodes() {
    int[] counts = new int[codes.length];
    for (String piece : pieces) {
      for (int i = 0; i < piece.length(); i++) {
        counts[piece.charAt(i)]++;
      }
    }
    long[] byCount =
        IntStream.range(0, counts.length)
            .filter(unit -> counts[unit] > 0)
            .mapToLong(unit -> -((long) counts[unit] << 16) + unit)
            .sorted()
            .toArray();
    Arrays.fill(codes, (char) (byCount.length + 1)); // a code without edges
    for (int i = 0; i < byCount.length; i++) {
      codes[(char) byCount[i]] = (char) (i + 1);
    }
    return byCount.length;
  }

  private int firstAtLeast(String key) {
    int at = Arrays.binarySearch(pieces, key);
    while (at > 0 && pieces[at - 1].equals(key)) {
      at--;
    }
    return at < 0 ? -at - 1 : at;
  }

  /**
   * Places the edges of a node, and all nodes below it. Its pieces are {@code [from, to)}, which
   * have the same first {@code depth} units.
   *
   * @return the node's base, 0 for a leaf
   */
  private int node(int from, int to, int depth) {
    int first = from;
    while (first < to && pieces[first].length() == depth) {
      first++;
    }
    int[] edges = edges(first, to, depth);
    if (edges.length == 0) {
      return 0;
    }
    int base = claim(edges, depth);
    for (int e = 0; e < edges.length; e++) {
      int end = e + 1 < edges.length ? edges[e + 1] : to;
      long below = node(edges[e], end, depth + 1);
      entries[base + code(edges[e], depth)] |=
          below << PieceTrie.BASE_SHIFT | id(edges[e], depth + 1);
    }
    return base;
  }

  /** The index of the first piece of each edge. */
  private int[] edges(int from, int to, int depth) {
    int[] edges = new int[4];
    int count = 0;
    for (int i = from; i < to; i++) {
      if (i == from || pieces[i].charAt(depth) != pieces[i - 1].charAt(depth)) {
        if (count == edges.length) {
          edges = Arrays.copyOf(edges, 4 * count);
        }
        edges[count++] = i;
      }
    }
    return Arrays.copyOf(edges, count);
  }

  private int code(int piece, int depth) {
    return codes[pieces[piece].charAt(depth)];
  }

  /**
   * The shifted id of the piece if it ends at this depth, otherwise 0; longer ones sort after it.
   */
  private long id(int piece, int depth) {
    boolean ends = pieces[piece].length() == depth;
    return ends ? (long) (vocabulary.id(pieces[piece]) + 1) << PieceTrie.ID_SHIFT : 0;
  }

  /** Finds a base for which the entries of these edges are free, and labels the entries. */
  private int claim(int[] edges, int depth) {
    int[] labels = new int[edges.length];
    for (int e = 0; e < edges.length; e++) {
      labels[e] = code(edges[e], depth);
    }
    int base = findBase(labels);
    if (base > PieceTrie.BASE_MASK) {
      throw new IllegalArgumentException(
          pieces.length + " pieces are too many for the trie, which has 2^24 places");
    }
    bases.set(base);
    if (base + lastCode >= entries.length) {
      entries = Arrays.copyOf(entries, 2 * (base + lastCode));
    }
    for (int label : labels) {
      filled.set(base + label);
      entries[base + label] = label;
    }
    return base;
  }

  /** Finds a base for labels. It is never 0, which marks a leaf. */
  private int findBase(int[] labels) {
    int size = Math.min(labels.length, SIZES) - 1;
    int tries = 0;
    int slot = filled.nextClearBit(Math.max(hints[size], labels[0] + 1));
    while (!fits(slot - labels[0], labels)) {
      slot = filled.nextClearBit(slot + 1);
      tries++;
    }
    if (tries > PATIENCE) {
      hints[size] = slot;
    }
    return slot - labels[0];
  }

  private boolean fits(int base, int[] labels) {
    if (bases.get(base)) {
      return false;
    }
    for (int label : labels) {
      if (filled.get(base + label)) {
        return false;
      }
    }
    return true;
  }
}

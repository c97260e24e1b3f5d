package dev.zener.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A subset of a tokenizer's pieces, including the special ones, from which a smaller tokenizer can
 * be made. A text whose pieces are all in the subset is split into the same pieces by the smaller
 * tokenizer, because at each position its longest match is the same. Not thread-safe.
 */
public final class PieceSubset {
  private final WordPieceTokenizer full;
  private final BitSet taken;

  /** A subset of only the special strings. */
  public PieceSubset(WordPieceTokenizer full) {
    this.full = full;
    taken = new BitSet(full.vocabulary().size());
    full.specials().forEach(special -> taken.set(full.vocabulary().id(special)));
  }

  /** Adds the pieces of words. */
  public void addWords(List<String> words) {
    for (int id : full.encode(words).ids()) {
      taken.set(id);
    }
  }

  /** Adds all pieces of one character, both at the start of a word and as continuations. */
  public void addCharacters() {
    for (int id = 0; id < full.modelSize(); id++) {
      String piece = full.vocabulary().piece(id);
      String text = piece.startsWith("##") && piece.length() > 2 ? piece.substring(2) : piece;
      if (text.codePointCount(0, text.length()) == 1) {
        taken.set(id);
      }
    }
  }

  /** The number of pieces in the subset. */
  public int size() {
    return taken.cardinality();
  }

  /** The old id of each piece of the subset, by its new id; ascending. */
  public int[] ids() {
    return taken.stream().toArray();
  }

  /** The tokenizer of the subset, whose pieces keep their order. */
  public WordPieceTokenizer tokenizer() {
    List<String> pieces = new ArrayList<>();
    taken.stream().forEach(id -> pieces.add(full.vocabulary().piece(id)));
    int model = taken.get(0, full.modelSize()).cardinality();
    return new WordPieceTokenizer(
        Vocabulary.of(pieces), full.casing(), full.specials(), full.normalized(), model);
  }
}

package dev.zener.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Some of a tokenizer's pieces, the special ones among them, from which a smaller tokenizer is
 * made. It splits a text whose pieces were all taken into the same pieces: at each place the
 * longest piece of the larger vocabulary is there, and no longer one. Not for several threads.
 */
public final class PieceSubset {
  private final WordPieceTokenizer full;
  private final BitSet taken;

  /** The special strings alone. */
  public PieceSubset(WordPieceTokenizer full) {
    this.full = full;
    taken = new BitSet(full.vocabulary().size());
    full.specials().forEach(special -> taken.set(full.vocabulary().id(special)));
  }

  /** Takes the pieces of words. */
  public void addWords(List<String> words) {
    for (int id : full.encode(words).ids()) {
      taken.set(id);
    }
  }

  /** Takes the pieces of one character, at the start of a word and within one. */
  public void addCharacters() {
    for (int id = 0; id < full.modelSize(); id++) {
      String piece = full.vocabulary().piece(id);
      String text = piece.startsWith("##") && piece.length() > 2 ? piece.substring(2) : piece;
      if (text.codePointCount(0, text.length()) == 1) {
        taken.set(id);
      }
    }
  }

  /** How many pieces have been taken. */
  public int size() {
    return taken.cardinality();
  }

  /** The ids that those taken have in the larger vocabulary, ascending: by their new ids. */
  public int[] ids() {
    return taken.stream().toArray();
  }

  /** The tokenizer of those taken, which keep their order. */
  public WordPieceTokenizer tokenizer() {
    List<String> pieces = new ArrayList<>();
    taken.stream().forEach(id -> pieces.add(full.vocabulary().piece(id)));
    int model = taken.get(0, full.modelSize()).cardinality();
    return new WordPieceTokenizer(Vocabulary.of(pieces), full.casing(), full.specials(), model);
  }
}

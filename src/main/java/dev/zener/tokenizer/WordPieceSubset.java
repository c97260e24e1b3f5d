package dev.zener.tokenizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A subset of WordPiece pieces. The smaller tokenizer splits a text whose pieces are all in the
 * subset into the same pieces, because at each position its longest match is the same.
 */
final class WordPieceSubset implements PieceSubset {
  private final WordPieceTokenizer full;
  private final BitSet taken;

  /** A subset of only the special strings. */
  WordPieceSubset(WordPieceTokenizer full) {
    this.full = full;
    taken = new BitSet(full.vocabulary().size());
    full.preTokenizer().specials().forEach(special -> taken.set(full.vocabulary().id(special)));
  }

  @Override
  public void addWords(List<String> words) {
    for (int id : full.encode(words).ids()) {
      taken.set(id);
    }
  }

  @Override
  public void addCharacters() {
    for (int id = 0; id < full.modelSize(); id++) {
      String piece = full.vocabulary().piece(id);
      String text = piece.startsWith("##") && piece.length() > 2 ? piece.substring(2) : piece;
      if (text.codePointCount(0, text.length()) == 1) {
        taken.set(id);
      }
    }
  }

  @Override
  public int size() {
    return taken.cardinality();
  }

  @Override
  public int[] ids() {
    return taken.stream().toArray();
  }

  @Override
  public WordPieceTokenizer tokenizer() {
    List<String> pieces = new ArrayList<>();
    taken.stream().forEach(id -> pieces.add(full.vocabulary().piece(id)));
    int model = taken.get(0, full.modelSize()).cardinality();
    BertPreTokenizer words = full.preTokenizer();
    return new WordPieceTokenizer(
        Vocabulary.of(pieces), words.casing(), words.specials(), words.normalized(), model);
  }
}

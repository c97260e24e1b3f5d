package dev.zener.pretrained;

import dev.zener.model.EncoderShape;
import dev.zener.tokenizer.PieceSubset;
import dev.zener.tokenizer.PieceTokenizer;
import dev.zener.weights.TensorSource;

/**
 * A smaller vocabulary for a model: its tokenizer and the rows of its word embeddings. It keeps the
 * pieces that occur in given texts, special tokens and pieces of one character.
 *
 * @param tokenizer the tokenizer with the kept pieces
 * @param ids the row of each kept piece in the model's word embeddings
 * @param line a sentence on what was kept and its effect, for the user
 */
record FewerPieces(PieceTokenizer tokenizer, int[] ids, String line) {
  static FewerPieces of(PieceTokenizer full, PieceTexts texts) {
    PieceSubset subset = full.subset();
    texts.each(full, subset::addWords);
    int occurring = subset.size();
    subset.addCharacters();
    return new FewerPieces(
        subset.tokenizer(),
        subset.ids(),
        ("kept %,d of %,d pieces: %,d that occur in the texts or are special, and single characters;"
                + " words of other texts may be split into more and shorter pieces, which makes"
                + " their tags less accurate")
            .formatted(subset.size(), full.size(), occurring));
  }

  /** The tensor of the smaller model for a tensor of the full model. */
  TensorSource of(TensorSource tensor, EncoderShape encoder) {
    boolean words = tensor.info().name().equals(encoder.architecture().names().words());
    return words ? tensor.rows(ids) : tensor;
  }

  /** The encoder's shape with the smaller vocabulary. */
  EncoderShape shape(EncoderShape encoder) {
    return encoder.withVocabulary(ids.length);
  }
}

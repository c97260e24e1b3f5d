package dev.zener.pretrained;

import dev.zener.model.EncoderShape;
import dev.zener.tokenizer.PieceSubset;
import dev.zener.tokenizer.WordPieceTokenizer;
import dev.zener.weights.TensorSource;

/**
 * A model's tokenizer and word embeddings without the pieces that some texts do not have.
 *
 * @param tokenizer of the pieces kept
 * @param ids their rows in the model's word embeddings
 * @param line what was kept and what that means, for people
 */
record FewerPieces(WordPieceTokenizer tokenizer, int[] ids, String line) {
  private static final String WORDS = "bert.embeddings.word_embeddings.weight";

  static FewerPieces of(WordPieceTokenizer full, PieceTexts texts) {
    PieceSubset subset = new PieceSubset(full);
    texts.each(full, subset::addWords);
    int occurring = subset.size();
    subset.addCharacters();
    return new FewerPieces(
        subset.tokenizer(),
        subset.ids(),
        ("kept %,d of %,d pieces: %,d that the texts have or that are special, else single characters;"
                + " words of other texts may fall into more and shorter pieces, and are then tagged"
                + " less well")
            .formatted(subset.size(), full.vocabulary().size(), occurring));
  }

  /** A tensor of the smaller model. */
  TensorSource of(TensorSource tensor) {
    return tensor.info().name().equals(WORDS) ? tensor.rows(ids) : tensor;
  }

  /** The encoder with so many pieces. */
  EncoderShape shape(EncoderShape encoder) {
    return encoder.withVocabulary(ids.length);
  }
}

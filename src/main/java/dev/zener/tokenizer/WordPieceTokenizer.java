package dev.zener.tokenizer;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * BERT's WordPiece tokenizer, which splits text into pieces. Ids, tokens, offsets and word numbers
 * equal those of HuggingFace's BertWordPieceTokenizer. Immutable and thread-safe.
 *
 * <p>A {@link BertPreTokenizer} splits text into words. Each special string ([UNK], [CLS], [SEP],
 * [PAD] and [MASK] if the vocabulary has them, and added ones) is one word and one piece. Any other
 * word is split into the longest piece that it starts with, then repeatedly the longest {@code ##}
 * piece that continues it. If there is no such piece, or the word has more than 100 code points, it
 * is [UNK].
 *
 * <p>Lone surrogates, which UTF-8 text cannot contain, are dropped like control characters.
 */
public final class WordPieceTokenizer implements PieceTokenizer {
  /** The maximum number of code points of a word after normalisation. */
  static final int LONGEST_WORD = 100;

  private final Vocabulary vocabulary;
  private final BertPreTokenizer preTokenizer;
  private final int modelSize;
  private final PieceTrie trie;
  private final InputFrame frame;

  /** A tokenizer with BERT's special strings. */
  public WordPieceTokenizer(Vocabulary vocabulary, Casing casing) {
    this(vocabulary, casing, List.of(), List.of(), vocabulary.size());
  }

  /**
   * A tokenizer with additional special strings.
   *
   * @param added pieces of the vocabulary that are special strings in addition to BERT's
   * @param normalized those of the additional strings that are found in the normalised text
   * @param modelSize the number of pieces, the first of the vocabulary, used to split words; later
   *     pieces are only found as special strings
   */
  WordPieceTokenizer(
      Vocabulary vocabulary,
      Casing casing,
      List<String> added,
      List<String> normalized,
      int modelSize) {
    this.vocabulary = vocabulary;
    this.modelSize = modelSize;
    List<String> specials =
        Stream.concat(BertPreTokenizer.SPECIALS.stream(), added.stream())
            .filter(special -> vocabulary.id(special) >= 0)
            .distinct()
            .toList();
    preTokenizer = new BertPreTokenizer(casing, specials, normalized);
    trie = PieceTrieBuilder.build(vocabulary, modelSize);
    frame = new InputFrame(List.of(vocabulary.cls()), List.of(vocabulary.sep()));
  }

  @Override
  public Encoding encode(String text) {
    PieceSink sink = new PieceSink(vocabulary, trie, true, text.length() / 3 + 8);
    preTokenizer.scanner().scan(text, sink);
    return sink.encoding();
  }

  @Override
  public Encoding encode(List<String> words) {
    PieceSink sink = new PieceSink(vocabulary, trie, false, 2 * words.size() + 8);
    TextScanner scanner = preTokenizer.scanner();
    int number = 0;
    for (String word : words) {
      sink.numberWords(number++);
      scanner.scan(word, sink);
    }
    return sink.encoding();
  }

  @Override
  public BertPreTokenizer preTokenizer() {
    return preTokenizer;
  }

  /** [CLS] and [SEP]. */
  @Override
  public InputFrame frame() {
    return frame;
  }

  @Override
  public List<String> pieces() {
    return vocabulary.pieces();
  }

  @Override
  public int padding() {
    return vocabulary.pad();
  }

  @Override
  public String normalization() {
    return casing().summary();
  }

  @Override
  public PieceSubset subset() {
    return new WordPieceSubset(this);
  }

  @Override
  public void write(Path directory) {
    TokenizerFiles.write(this, directory);
  }

  /** The vocabulary. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The settings for normalising text. */
  public Casing casing() {
    return preTokenizer.casing();
  }

  /** The number of pieces, the first of the vocabulary, that are used to split words. */
  int modelSize() {
    return modelSize;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordPieceTokenizer that
        && modelSize == that.modelSize
        && preTokenizer.equals(that.preTokenizer)
        && vocabulary.equals(that.vocabulary);
  }

  @Override
  public int hashCode() {
    return vocabulary.hashCode();
  }
}

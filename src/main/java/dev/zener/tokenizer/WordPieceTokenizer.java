package dev.zener.tokenizer;

import java.util.List;
import java.util.stream.Stream;

/**
 * BERT WordPiece: text to pieces, equal to HuggingFace's BertWordPieceTokenizer in ids, tokens,
 * offsets and word numbers. Immutable, safe for any number of threads.
 *
 * <p>Special strings ([UNK], [CLS], [SEP], [PAD], [MASK], as far as the vocabulary has them) are
 * found in the untouched text before anything else and are a word and a piece each. The stretches
 * between are normalised as the {@link Casing} says and split at white space and around
 * punctuation. A word takes the longest piece that it starts with, then the longest {@code ##}
 * piece that goes on, to its end; if none fits or it has more than 100 code points, it is [UNK].
 *
 * <p>A lone surrogate, which no UTF-8 text holds, is dropped like a control character.
 */
public final class WordPieceTokenizer {
  /** The code points that a word may have after normalisation. */
  static final int LONGEST_WORD = 100;

  /** BERT's special strings. */
  static final List<String> BERT_SPECIALS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private final Vocabulary vocabulary;
  private final Casing casing;
  private final List<String> specials;
  private final int modelSize;
  private final PieceTrie trie;
  private final CharacterTable characters;
  private final SpecialStrings specialStrings;

  /** A tokenizer over this vocabulary, with BERT's special strings. */
  public WordPieceTokenizer(Vocabulary vocabulary, Casing casing) {
    this(vocabulary, casing, List.of(), vocabulary.size());
  }

  /**
   * A tokenizer with more special strings.
   *
   * @param added pieces of the vocabulary to be found in the untouched text, beside BERT's own
   * @param modelSize how many pieces words are split into: the first; those behind are only found
   *     as special strings
   */
  WordPieceTokenizer(Vocabulary vocabulary, Casing casing, List<String> added, int modelSize) {
    this.vocabulary = vocabulary;
    this.casing = casing;
    this.modelSize = modelSize;
    specials =
        Stream.concat(BERT_SPECIALS.stream(), added.stream())
            .filter(special -> vocabulary.id(special) >= 0)
            .distinct()
            .toList();
    trie = PieceTrieBuilder.build(vocabulary, modelSize);
    characters = CharacterTable.of(casing);
    specialStrings = new SpecialStrings(vocabulary, specials);
  }

  /** The pieces of a text, without [CLS] and [SEP]; words are numbered as they come. */
  public Encoding encode(String text) {
    PieceSink sink = new PieceSink(vocabulary, trie, true, text.length() / 3 + 8);
    scanner().scan(text, sink);
    return sink.encoding();
  }

  /**
   * The pieces of words that are already split. A word's number is its place in the list, even
   * where it splits further (as at punctuation); offsets are within the word. A word may have no
   * pieces.
   */
  public Encoding encode(List<String> words) {
    PieceSink sink = new PieceSink(vocabulary, trie, false, 2 * words.size() + 8);
    TextScanner scanner = scanner();
    int number = 0;
    for (String word : words) {
      sink.numberWords(number++);
      scanner.scan(word, sink);
    }
    return sink.encoding();
  }

  /** The words of a text as its pieces are numbered: entry w is the word of number w. */
  public List<Word> words(String text) {
    WordLister lister = new WordLister();
    scanner().scan(text, lister);
    return lister.words();
  }

  /** The ids of one word's pieces; none for a word of dropped characters only. */
  public int[] pieces(String word) {
    return encode(word).ids();
  }

  /** The pieces by their ids. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** What happens to the text before it is split. */
  public Casing casing() {
    return casing;
  }

  /** All strings that are found in the untouched text. */
  List<String> specials() {
    return specials;
  }

  /** How many pieces words are split into. */
  int modelSize() {
    return modelSize;
  }

  private TextScanner scanner() {
    return new TextScanner(casing, characters, specialStrings);
  }

  /** Whether both give the same pieces of every text. */
  @Override
  public boolean equals(Object other) {
    return other instanceof WordPieceTokenizer that
        && casing.equals(that.casing)
        && modelSize == that.modelSize
        && specials.equals(that.specials)
        && vocabulary.equals(that.vocabulary);
  }

  @Override
  public int hashCode() {
    return vocabulary.hashCode();
  }
}

package dev.zener.tokenizer;

import java.util.List;
import java.util.stream.Stream;

/**
 * BERT's WordPiece tokenizer, which splits text into pieces. Ids, tokens, offsets and word numbers
 * equal those of HuggingFace's BertWordPieceTokenizer. Immutable and thread-safe.
 *
 * <p>Special strings ([UNK], [CLS], [SEP], [PAD] and [MASK] if the vocabulary has them) are found
 * first, in the original text; each is one word and one piece. The text between them is normalised
 * according to the {@link Casing}. Strings that were added to be found in normalised text are one
 * word and one piece too. The rest is split at white space and around punctuation. A word is split
 * into the longest piece that it starts with, then repeatedly the longest {@code ##} piece that
 * continues it. If there is no such piece, or the word has more than 100 code points, it is [UNK].
 *
 * <p>Lone surrogates, which UTF-8 text cannot contain, are dropped like control characters.
 */
public final class WordPieceTokenizer {
  /** The maximum number of code points of a word after normalisation. */
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
  private final List<String> normalized;
  private final NormalizedStrings normalizedStrings;

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
    this.casing = casing;
    this.modelSize = modelSize;
    this.normalized = List.copyOf(normalized);
    specials =
        Stream.concat(BERT_SPECIALS.stream(), added.stream())
            .filter(special -> vocabulary.id(special) >= 0)
            .distinct()
            .toList();
    trie = PieceTrieBuilder.build(vocabulary, modelSize);
    characters = CharacterTable.of(casing);
    specialStrings =
        new SpecialStrings(
            vocabulary, specials.stream().filter(s -> !normalized.contains(s)).toList());
    normalizedStrings = new NormalizedStrings(vocabulary, casing, normalized);
  }

  /** The pieces of a text, without [CLS] and [SEP]. Words are numbered in the order of the text. */
  public Encoding encode(String text) {
    PieceSink sink = new PieceSink(vocabulary, trie, true, text.length() / 3 + 8);
    scanner().scan(text, sink);
    return sink.encoding();
  }

  /**
   * The pieces of a list of words. A word's number is its index in the list, even if it is split
   * further, as at punctuation; offsets are within the word. A word may have no pieces.
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

  /** The words of a text. Element w is the word with number w in {@link #encode(String)}. */
  public List<Word> words(String text) {
    WordLister lister = new WordLister();
    scanner().scan(text, lister);
    return lister.words();
  }

  /** The ids of one word's pieces; empty if all its characters are dropped. */
  public int[] pieces(String word) {
    return encode(word).ids();
  }

  /** The vocabulary. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** The settings for normalising text. */
  public Casing casing() {
    return casing;
  }

  /** All special strings. */
  List<String> specials() {
    return specials;
  }

  /** The special strings that are found in the normalised text instead of the original one. */
  List<String> normalized() {
    return normalized;
  }

  /** The number of pieces, the first of the vocabulary, that are used to split words. */
  int modelSize() {
    return modelSize;
  }

  private TextScanner scanner() {
    return new TextScanner(casing, characters, specialStrings, normalizedStrings);
  }

  /** Whether both split every text into the same pieces. */
  @Override
  public boolean equals(Object other) {
    return other instanceof WordPieceTokenizer that
        && casing.equals(that.casing)
        && modelSize == that.modelSize
        && specials.equals(that.specials)
        && normalized.equals(that.normalized)
        && vocabulary.equals(that.vocabulary);
  }

  @Override
  public int hashCode() {
    return vocabulary.hashCode();
  }
}

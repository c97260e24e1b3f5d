package dev.zener.tokenizer;

import java.util.List;

/**
 * BERT's pre-tokenizer. Special strings are found first, in the original text; each is a word of
 * its own. The text between them is normalised according to the {@link Casing}. Strings that were
 * added to be found in normalised text are words too. The rest is split at white space and around
 * punctuation. Immutable and thread-safe.
 */
public final class BertPreTokenizer implements PreTokenizer {
  /** BERT's special strings. */
  static final List<String> SPECIALS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private final Casing casing;
  private final List<String> specials;
  private final List<String> normalized;
  private final CharacterTable characters;
  private final SpecialStrings specialStrings;
  private final NormalizedStrings normalizedStrings;

  /** A pre-tokenizer with BERT's special strings. */
  public BertPreTokenizer(Casing casing) {
    this(casing, SPECIALS, List.of());
  }

  /**
   * A pre-tokenizer with chosen special strings.
   *
   * @param normalized the special strings that are found in the normalised text
   */
  BertPreTokenizer(Casing casing, List<String> specials, List<String> normalized) {
    this.casing = casing;
    this.specials = List.copyOf(specials);
    this.normalized = List.copyOf(normalized);
    characters = CharacterTable.of(casing);
    specialStrings =
        new SpecialStrings(specials.stream().filter(s -> !normalized.contains(s)).toList());
    normalizedStrings = new NormalizedStrings(casing, normalized);
  }

  @Override
  public List<Word> words(String text) {
    WordLister lister = new WordLister();
    scanner().scan(text, lister);
    return lister.words();
  }

  /** Splits texts, one after another. */
  TextScanner scanner() {
    return new TextScanner(casing, characters, specialStrings, normalizedStrings);
  }

  Casing casing() {
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

  /** Whether both split every text into the same words. */
  @Override
  public boolean equals(Object other) {
    return other instanceof BertPreTokenizer that
        && casing.equals(that.casing)
        && specials.equals(that.specials)
        && normalized.equals(that.normalized);
  }

  @Override
  public int hashCode() {
    return 31 * casing.hashCode() + specials.hashCode();
  }
}

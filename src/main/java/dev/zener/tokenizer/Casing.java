package dev.zener.tokenizer;

/**
 * What happens to the text before it is split: BERT's normalisation settings. Control characters
 * are always dropped.
 *
 * @param lowercase every character becomes its lower case
 * @param stripAccents characters are decomposed (NFD) and their non-spacing marks dropped
 * @param splitChinese every Chinese character is a word of its own
 */
public record Casing(boolean lowercase, boolean stripAccents, boolean splitChinese) {
  /** As bert-base-multilingual-cased. */
  public static final Casing CASED = new Casing(false, false, true);

  /** As bert-base-uncased: lower case without accents. */
  public static final Casing UNCASED = new Casing(true, true, true);
}

package dev.zener.tokenizer;

/**
 * BERT's settings for normalising text before it is split. Control characters are always dropped.
 *
 * @param lowercase whether characters are converted to lower case
 * @param stripAccents whether characters are decomposed (NFD) and their non-spacing marks dropped
 * @param splitChinese whether every Chinese character is a word of its own
 */
public record Casing(boolean lowercase, boolean stripAccents, boolean splitChinese) {
  /** The settings of bert-base-multilingual-cased. */
  public static final Casing CASED = new Casing(false, false, true);

  /** The settings of bert-base-uncased: lower case without accents. */
  public static final Casing UNCASED = new Casing(true, true, true);

  /** What is done, for people. */
  public String summary() {
    return "%s, accents %s, Chinese characters %s"
        .formatted(
            lowercase ? "uncased" : "cased",
            stripAccents ? "stripped" : "kept",
            splitChinese ? "split" : "not split");
  }
}

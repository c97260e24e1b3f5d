package dev.zener.pretrained;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How a format names BERT's parameters, from our names: those of today's HuggingFace, without what
 * stands before {@code embeddings}, {@code encoder} and {@code pooler}. A further format is one
 * more table.
 */
enum NameTable {
  HUGGING_FACE('.', name -> name, List.of()),

  /** HuggingFace before 2019: LayerNorm's parameters are called as in TensorFlow. */
  HUGGING_FACE_2018(
      '.',
      name -> name,
      List.of(
          new Rule("LayerNorm.weight", "LayerNorm.gamma", false),
          new Rule("LayerNorm.bias", "LayerNorm.beta", false))),

  /** A kernel is [in, out], our weight [out, in]. */
  TENSORFLOW(
      '/',
      name -> name.replace("encoder.layer.", "encoder.layer_").replace('.', '/'),
      List.of(
          new Rule("LayerNorm.weight", "LayerNorm.gamma", false),
          new Rule("LayerNorm.bias", "LayerNorm.beta", false),
          new Rule("_embeddings.weight", "_embeddings", false),
          new Rule(".weight", ".kernel", true)));

  /** The end of a name of ours, of which the first that fits counts. */
  private record Rule(String ours, String theirs, boolean transposed) {}

  /** What a file calls a parameter, and whether it holds its transpose. */
  record Theirs(String name, boolean transposed) {}

  /** A parameter that every BERT has, and another that tells the tables apart. */
  private static final String WORDS = "embeddings.word_embeddings.weight";

  private static final String NORM = "embeddings.LayerNorm.weight";

  private final char separator;
  private final UnaryOperator<String> spelling;
  private final List<Rule> rules;

  NameTable(char separator, UnaryOperator<String> spelling, List<Rule> rules) {
    this.separator = separator;
    this.spelling = spelling;
    this.rules = rules;
  }

  /** What a file of this format calls a parameter of ours. */
  Theirs theirs(String ours) {
    for (Rule rule : rules) {
      if (ours.endsWith(rule.ours)) {
        String stem = ours.substring(0, ours.length() - rule.ours.length());
        return new Theirs(spelling.apply(stem + rule.theirs), rule.transposed);
      }
    }
    return new Theirs(spelling.apply(ours), false);
  }

  /** The word embeddings. */
  String words() {
    return theirs(WORDS).name();
  }

  /** The first norm's weight. */
  String norm() {
    return theirs(NORM).name();
  }

  /** What stands between the parts of a name. */
  char separator() {
    return separator;
  }
}

package dev.zener.pretrained;

import dev.zener.model.EncoderNames;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Translates Zener's parameter names to those of a file format. Zener's names are those of current
 * HuggingFace versions, here without the prefix of {@code embeddings}, {@code encoder} and {@code
 * pooler}. To support another format, add a table.
 */
enum NameTable {
  HUGGING_FACE('.', name -> name, List.of()),

  /** HuggingFace before 2019, with TensorFlow's names of LayerNorm's parameters. */
  HUGGING_FACE_2018(
      '.',
      name -> name,
      List.of(
          new Rule("LayerNorm.weight", "LayerNorm.gamma", false),
          new Rule("LayerNorm.bias", "LayerNorm.beta", false))),

  /** TensorFlow. Its kernels are [in,out], the transposes of Zener's weights [out,in]. */
  TENSORFLOW(
      '/',
      name -> name.replace("encoder.layer.", "encoder.layer_").replace('.', '/'),
      List.of(
          new Rule("LayerNorm.weight", "LayerNorm.gamma", false),
          new Rule("LayerNorm.bias", "LayerNorm.beta", false),
          new Rule("_embeddings.weight", "_embeddings", false),
          new Rule(".weight", ".kernel", true)));

  /** Replaces the end of a Zener name. The first rule that matches is applied. */
  private record Rule(String ours, String theirs, boolean transposed) {}

  /** The name of a parameter in a file, and whether the file holds its transpose. */
  record Theirs(String name, boolean transposed) {}

  private final char separator;
  private final UnaryOperator<String> spelling;
  private final List<Rule> rules;

  NameTable(char separator, UnaryOperator<String> spelling, List<Rule> rules) {
    this.separator = separator;
    this.spelling = spelling;
    this.rules = rules;
  }

  /** Translates Zener's name of a parameter. */
  Theirs theirs(String ours) {
    for (Rule rule : rules) {
      if (ours.endsWith(rule.ours)) {
        String stem = ours.substring(0, ours.length() - rule.ours.length());
        return new Theirs(spelling.apply(stem + rule.theirs), rule.transposed);
      }
    }
    return new Theirs(spelling.apply(ours), false);
  }

  /** The name of the word embeddings in this format. */
  String words() {
    return theirs(EncoderNames.WORDS).name();
  }

  /** The name of the embeddings' LayerNorm weight in this format; it differs between the tables. */
  String norm() {
    return theirs(EncoderNames.NORM_WEIGHT).name();
  }

  /** The separator between the parts of a name. */
  char separator() {
    return separator;
  }
}

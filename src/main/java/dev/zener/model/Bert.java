package dev.zener.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * BERT (Devlin et al. 2019, <a href="https://arxiv.org/abs/1810.04805">arXiv 1810.04805</a>), with
 * the names of HuggingFace's BertModel.
 */
final class Bert extends Architecture {
  private static final EncoderNames NAMES =
      new EncoderNames(
          "bert.",
          "encoder.layer.",
          "attention.self.query",
          "attention.self.key",
          "attention.self.value",
          "attention.output.dense",
          "attention.output.LayerNorm",
          "intermediate.dense",
          "output.dense",
          "output.LayerNorm");

  private static final ConfigKeys KEYS =
      new ConfigKeys(
          "hidden_size",
          "num_hidden_layers",
          "num_attention_heads",
          "intermediate_size",
          Optional.of("type_vocab_size"),
          Optional.of("layer_norm_eps"),
          "hidden_act",
          "hidden_dropout_prob",
          "attention_probs_dropout_prob",
          Map.of("position_embedding_type", "absolute"));

  Bert() {
    super("bert", "BERT", "Bert", NAMES, KEYS);
  }

  @Override
  public List<String> pretrainingHeads() {
    return List.of("cls");
  }

  @Override
  boolean dropsAttended() {
    return true;
  }

  @Override
  public List<ParameterSpec> pooler(EncoderShape e) {
    return ParameterSpec.linear(
        ParameterGroup.POOLER, NAMES.prefix() + "pooler.dense", e.hidden(), e.hidden());
  }
}

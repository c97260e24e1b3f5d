package dev.zener.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DistilBERT (Sanh et al. 2019, <a href="https://arxiv.org/abs/1910.01108">arXiv 1910.01108</a>),
 * with the names of HuggingFace's DistilBertModel. It has no segment types and no pooler, and
 * training keeps the whole output of the attention. Its position embeddings may have been made of
 * sines; the stored ones are used.
 */
final class DistilBert extends Architecture {
  private static final EncoderNames NAMES =
      new EncoderNames(
          "distilbert.",
          "transformer.layer.",
          "attention.q_lin",
          "attention.k_lin",
          "attention.v_lin",
          "attention.out_lin",
          "sa_layer_norm",
          "ffn.lin1",
          "ffn.lin2",
          "output_layer_norm");

  private static final ConfigKeys KEYS =
      new ConfigKeys(
          "dim",
          "n_layers",
          "n_heads",
          "hidden_dim",
          Optional.empty(),
          Optional.empty(),
          "activation",
          "dropout",
          "attention_dropout",
          Map.of("sinusoidal_pos_embds", false));

  DistilBert() {
    super("distilbert", "DistilBERT", "DistilBert", NAMES, KEYS);
  }

  @Override
  public List<String> pretrainingHeads() {
    return List.of("vocab_transform", "vocab_layer_norm", "vocab_projector");
  }

  @Override
  boolean dropsAttended() {
    return false;
  }
}

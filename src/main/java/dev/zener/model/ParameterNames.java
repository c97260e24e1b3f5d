package dev.zener.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names and shapes of a tagger's parameters. Where HuggingFace has a name, it is used: {@code
 * bert.encoder.layer.0.attention.self.query.weight [H,H]} and so on, and {@code classifier} for the
 * head on the last layer. Zener adds {@code heads.M} for the head on layer M and {@code omega} for
 * the weights of the auxiliary losses.
 */
public final class ParameterNames {
  /** The name of MSD's ω, the trained weights of the auxiliary losses. */
  public static final String OMEGA = "omega";

  private ParameterNames() {}

  /** The shapes of all parameters by name, in order. */
  public static Map<String, long[]> of(TaggerShape shape) {
    Map<String, long[]> names = encoder(shape.encoder());
    for (int layer : shape.headLayers()) {
      linear(names, head(shape, layer), shape.labels(), shape.encoder().hidden());
    }
    if (!shape.auxiliary().isEmpty()) {
      names.put(OMEGA, new long[] {shape.auxiliary().size()});
    }
    return names;
  }

  /** The shapes of the encoder's parameters by name, in order. */
  public static Map<String, long[]> encoder(EncoderShape e) {
    Map<String, long[]> names = new LinkedHashMap<>();
    String embeddings = "bert.embeddings.";
    names.put(embeddings + "word_embeddings.weight", new long[] {e.vocabulary(), e.hidden()});
    names.put(embeddings + "position_embeddings.weight", new long[] {e.positions(), e.hidden()});
    names.put(embeddings + "token_type_embeddings.weight", new long[] {e.types(), e.hidden()});
    layerNorm(names, embeddings + "LayerNorm", e.hidden());
    for (int i = 0; i < e.layers(); i++) {
      layer(names, layer(i), e);
    }
    return names;
  }

  private static void layer(Map<String, long[]> names, String prefix, EncoderShape e) {
    linear(names, prefix + "attention.self.query", e.hidden(), e.hidden());
    linear(names, prefix + "attention.self.key", e.hidden(), e.hidden());
    linear(names, prefix + "attention.self.value", e.hidden(), e.hidden());
    linear(names, prefix + "attention.output.dense", e.hidden(), e.hidden());
    layerNorm(names, prefix + "attention.output.LayerNorm", e.hidden());
    linear(names, prefix + "intermediate.dense", e.feedForward(), e.hidden());
    linear(names, prefix + "output.dense", e.hidden(), e.feedForward());
    layerNorm(names, prefix + "output.LayerNorm", e.hidden());
  }

  /** The prefix of the names of encoder layer i, from 0. */
  static String layer(int i) {
    return "bert.encoder.layer." + i + ".";
  }

  /** The prefix of the names of the head on layer {@code layer}, 1 to L. */
  public static String head(TaggerShape shape, int layer) {
    return layer == shape.encoder().layers() ? "classifier" : "heads." + layer;
  }

  private static void linear(Map<String, long[]> names, String prefix, long out, long in) {
    names.put(prefix + ".weight", new long[] {out, in});
    names.put(prefix + ".bias", new long[] {out});
  }

  private static void layerNorm(Map<String, long[]> names, String prefix, long hidden) {
    names.put(prefix + ".weight", new long[] {hidden});
    names.put(prefix + ".bias", new long[] {hidden});
  }
}

package dev.zener.train;

import dev.zener.config.Default;
import dev.zener.config.Require;

/**
 * The parameters that are not trained.
 *
 * @param embeddings whether the embeddings are frozen
 * @param layers the number of frozen layers, from the lowest
 */
public record Frozen(@Default("true") boolean embeddings, @Default("3") int layers) {
  public Frozen {
    Require.atLeast(0, "layers", layers);
  }

  /** Whether the parameter of a name is frozen. */
  public boolean freezes(String parameter) {
    if (parameter.startsWith("bert.embeddings.")) {
      return embeddings;
    }
    String layer = "bert.encoder.layer.";
    return parameter.startsWith(layer)
        && Integer.parseInt(
                parameter.substring(layer.length(), parameter.indexOf('.', layer.length())))
            < layers;
  }
}

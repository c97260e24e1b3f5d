package dev.zener.train;

import dev.zener.config.Default;
import dev.zener.config.Require;
import dev.zener.model.ParameterGroup;

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

  /** Whether the parameters of a group are frozen. */
  public boolean freezes(ParameterGroup group) {
    return switch (group.part()) {
      case EMBEDDINGS -> embeddings;
      case LAYER -> group.layer() <= layers;
      default -> false;
    };
  }
}

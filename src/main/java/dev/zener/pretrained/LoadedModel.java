package dev.zener.pretrained;

import dev.zener.model.Parameters;

/**
 * A model in memory. The caller that loaded it must close it.
 *
 * @param parameters the model's parameters
 * @param report which tensors were loaded, renamed, not used, or initialised at random
 */
public record LoadedModel(Parameters parameters, LoadReport report) implements AutoCloseable {
  @Override
  public void close() {
    parameters.close();
  }
}

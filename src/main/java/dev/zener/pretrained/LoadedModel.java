package dev.zener.pretrained;

import dev.zener.model.Parameters;

/**
 * A model in memory and where its numbers came from. Whoever loads it closes it.
 *
 * @param parameters all of them
 * @param report what was taken, renamed, left and drawn
 */
public record LoadedModel(Parameters parameters, LoadReport report) implements AutoCloseable {
  @Override
  public void close() {
    parameters.close();
  }
}

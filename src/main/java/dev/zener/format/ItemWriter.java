package dev.zener.format;

import java.io.IOException;
import java.util.Map;

/** Writes sentences or texts with their entities to one file, from first to last. */
public interface ItemWriter {
  /**
   * Writes one.
   *
   * @throws dev.zener.problem.InputException if the format cannot hold one of its words
   */
  void write(TaggedItem item) throws IOException;

  /** Writes what stands after the last one. */
  default void end() throws IOException {}

  /**
   * How often something could not be written as it was, such as {@code sentences without words}.
   */
  default Map<String, Integer> changes() {
    return Map.of();
  }
}

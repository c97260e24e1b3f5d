package dev.zener.train;

import dev.zener.data.Window;
import java.util.List;

/** The teacher's outputs that a student learns from, independent of where they are stored. */
public interface Teaching extends AutoCloseable {
  /** Soft labels [W,C] of the head on a teacher layer for the words of these target windows. */
  float[] soft(int layer, List<Window> windows);

  /** The teacher's [CLS] vectors [n,H] of these source windows. */
  float[] cls(List<Window> windows);

  @Override
  default void close() {}
}

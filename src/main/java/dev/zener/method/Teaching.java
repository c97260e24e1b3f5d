package dev.zener.method;

import dev.zener.data.Window;
import java.util.List;

/** What a student learns from its teacher, wherever it is kept. */
public interface Teaching {
  /** The soft labels of the head on a layer for the words of these target windows, [W,C]. */
  float[] soft(int layer, List<Window> windows);

  /** The [CLS] vectors of these source windows, [n,H]. */
  float[] cls(List<Window> windows);
}

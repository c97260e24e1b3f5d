package dev.zener.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A cache of the {@value #KEPT} entries used last. */
final class Recent<V> extends LinkedHashMap<String, V> {
  private static final int KEPT = 64;
  private static final long serialVersionUID = 1;

  private final transient Consumer<V> forget;

  /** Creates a cache; {@code forget} is called with each entry that is removed. */
  Recent(Consumer<V> forget) {
    super(16, 0.75f, true);
    this.forget = forget;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
    boolean full = size() > KEPT;
    if (full) {
      forget.accept(eldest.getValue());
    }
    return full;
  }
}

package dev.zener.device;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Things that several users have in common: made for the first who takes one, and ended by the last
 * who gives it back. Safe for several threads.
 *
 * @param <K> what distinguishes one from another
 * @param <V> the things
 */
public final class Shared<K, V> {
  private static final class Taken<V> {
    private final V thing;
    private int users;

    Taken(V thing) {
      this.thing = thing;
    }
  }

  private final Map<K, Taken<V>> all = new HashMap<>();

  /** The one of a key; whoever takes it gives it back once. */
  public synchronized V take(K key, Function<K, V> make) {
    Taken<V> taken = all.computeIfAbsent(key, k -> new Taken<>(make.apply(k)));
    taken.users++;
    return taken.thing;
  }

  /** The one of a key if somebody has it; it stays theirs. */
  public synchronized Optional<V> known(K key) {
    return Optional.ofNullable(all.get(key)).map(taken -> taken.thing);
  }

  /**
   * Gives one back.
   *
   * @param end is handed it if nobody has it any more
   */
  public synchronized void giveBack(K key, Consumer<V> end) {
    Taken<V> taken = all.get(key);
    if (taken == null) {
      throw new IllegalStateException("given back more often than taken: " + key);
    }
    if (--taken.users == 0) {
      all.remove(key);
      end.accept(taken.thing);
    }
  }
}

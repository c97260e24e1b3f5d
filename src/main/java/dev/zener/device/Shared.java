package dev.zener.device;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reference-counted objects that several users share. An object is created when it is first taken
 * and ended when its last user gives it back. Thread-safe.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the objects
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

  /** Takes the object of a key, creating it if necessary. The caller must give it back once. */
  public synchronized V take(K key, Function<K, V> make) {
    Taken<V> taken = all.computeIfAbsent(key, k -> new Taken<>(make.apply(k)));
    taken.users++;
    return taken.thing;
  }

  /** The object of a key if it is in use; it is not taken. */
  public synchronized Optional<V> known(K key) {
    return Optional.ofNullable(all.get(key)).map(taken -> taken.thing);
  }

  /**
   * Gives back the object of a key.
   *
   * @param end called with the object if it has no user left
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

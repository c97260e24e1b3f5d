package dev.zener.mapping;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What an object has opened: it is closed together, the last first, also if a later step of the
 * object's constructor fails.
 */
final class Opened implements AutoCloseable {
  private final Deque<Runnable> closing = new ArrayDeque<>();

  /**
   * Opens something.
   *
   * @param open returns it; if this fails, all that was opened before is closed
   * @param close how it is closed
   */
  <T> T open(Supplier<T> open, Consumer<T> close) {
    try {
      T resource = open.get();
      closing.push(() -> close.accept(resource));
      return resource;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}

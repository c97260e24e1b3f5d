package dev.zener.pretrained;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.ThreadLimit;
import dev.zener.model.Parameters;
import dev.zener.weights.TensorSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Copies tensors from files into memory. */
final class TensorCopy {
  /** The number of elements copied at a time. */
  private static final int PIECE = 1 << 20;

  private TensorCopy() {}

  /**
   * Copies tensors from a file: by several threads if it can be read anywhere, otherwise in the
   * order in which they lie in it.
   */
  static void copy(
      Map<String, TensorSource> sources, List<String> names, Parameters target, boolean direct) {
    if (direct) {
      copyInParallel(sources, names, target);
      return;
    }
    names.stream()
        .sorted(Comparator.comparingLong(name -> sources.get(name).place()))
        .forEach(name -> copy(sources.get(name), target.get(name)));
  }

  /** Returns or throws only when no thread writes any more: the caller may then free the memory. */
  private static void copyInParallel(
      Map<String, TensorSource> sources, List<String> names, Parameters target) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Consumer<String> copy =
        name -> {
          if (failure.get() == null) {
            try {
              copy(sources.get(name), target.get(name));
            } catch (RuntimeException | Error e) {
              failure.compareAndSet(null, e);
            }
          }
        };
    // of a stream within a pool, the pool's threads do the work
    ForkJoinPool pool = new ForkJoinPool(ThreadLimit.current());
    try {
      pool.submit(() -> names.parallelStream().forEach(copy)).join();
    } finally {
      pool.shutdown();
    }
    if (failure.get() instanceof RuntimeException e) {
      throw e;
    }
    if (failure.get() instanceof Error e) {
      throw e;
    }
  }

  private static void copy(TensorSource source, Tensor target) {
    for (int from = 0; from < target.size(); from += PIECE) {
      int to = Math.min(target.size(), from + PIECE);
      if (target.type() == ElementType.FLOAT64) {
        source.read(from, target.doubles().limit(to).position(from));
      } else {
        source.read(from, target.floats().duplicate().limit(to).position(from));
      }
    }
  }
}

package dev.zener.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** Measures the cost of garbage collection. */
final class CollectorTime {
  private CollectorTime() {}

  /** The total time of garbage collections so far, in milliseconds. */
  static long collecting() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}

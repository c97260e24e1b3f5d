package dev.zener.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** What the Java heap cost. */
final class Memory {
  private Memory() {}

  /** Milliseconds that garbage collections took so far. */
  static long collecting() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}

package dev.zener.bench;

import dev.zener.graph.Timing;

/** A path of the product that is timed. */
interface Work extends AutoCloseable {
  /** Takes a batch from piece ids to the result. */
  void run(Bucket batch);

  /** What its steps took. */
  Timing timing();

  /** Nanoseconds spent on packing batches and filling inputs until now. */
  long packing();

  @Override
  void close();
}

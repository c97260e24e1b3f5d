package dev.zener.bench;

import dev.zener.graph.Timing;

/** The work that is timed. */
interface Work extends AutoCloseable {
  /** Processes a batch, from piece ids to the result. */
  void run(Bucket batch);

  /** The times of the steps. */
  Timing timing();

  /** The time spent so far on packing batches and filling inputs, in nanoseconds. */
  long packing();

  @Override
  void close();
}

package dev.zener.bench;

import dev.zener.op.onednn.linear.Ceiling;

/**
 * The machine's speed in matrix products alone, measured between the steps.
 *
 * @param gflops the mean speed in 10⁹ floating-point operations per second
 * @param best the speed of the shortest round, in the same unit
 */
record Limit(double gflops, double best) {
  static Limit of(Ceiling ceiling) {
    return new Limit(ceiling.gflops(), ceiling.best());
  }
}

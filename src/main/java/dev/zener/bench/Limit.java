package dev.zener.bench;

import dev.zener.op.onednn.Ceiling;

/**
 * What the machine did when it did nothing but multiply, measured between the steps.
 *
 * @param gflops 10⁹ floating-point operations a second on average, as the steps' own are counted
 * @param best in the shortest round
 */
record Limit(double gflops, double best) {
  static Limit of(Ceiling ceiling) {
    return new Limit(ceiling.gflops(), ceiling.best());
  }
}

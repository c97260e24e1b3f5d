package dev.zener.optim;

/**
 * A learning-rate schedule with linear warm-up, then linear decay to 0. At step t = 1..T, with w =
 * ⌊warmup·T⌋, the factor is t/w up to step w, then (T−t)/(T−w).
 *
 * @param learningRate the rate at factor 1
 * @param steps T, the number of steps
 * @param warmup the share of steps in the warm-up, at least 0 and below 1
 */
public record Schedule(double learningRate, int steps, double warmup) {
  public Schedule {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("learningRate " + learningRate + "; allowed: above 0");
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps " + steps + "; allowed: 1 and more");
    }
    if (!(warmup >= 0 && warmup < 1)) {
      throw new IllegalArgumentException("warmup " + warmup + "; allowed: 0 ≤ warmup < 1");
    }
  }

  /** The learning rate of step t, from 1. */
  public double at(int t) {
    int w = (int) Math.floor(warmup * steps);
    double factor = t <= w ? (double) t / w : (double) (steps - t) / (steps - w);
    return learningRate * factor;
  }
}

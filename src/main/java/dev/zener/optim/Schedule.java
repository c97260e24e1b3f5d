package dev.zener.optim;

/**
 * Linear warm-up, then linear decay to 0: at step t = 1..T with w = ⌊warmup·T⌋ the factor is t/w up
 * to w, then (T−t)/(T−w).
 *
 * @param learningRate the rate at factor 1
 * @param steps T
 * @param warmup share of the steps that warm up
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

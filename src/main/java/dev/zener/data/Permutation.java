package dev.zener.data;

import java.util.Random;

/** Seeded orders, the same on every machine and Java. */
final class Permutation {
  private Permutation() {}

  /** The numbers [0, count) in an order that (seed, pass) decides. */
  static int[] of(int count, long seed, long pass) {
    Random random = new Random(mix(seed + 0x9E3779B97F4A7C15L * (pass + 1)));
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** SplitMix64's finaliser: near seeds and passes give unrelated orders. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

package dev.zener.data;

import java.util.Random;

/** Random permutations from a seed, the same on every machine and Java version. */
public final class Permutation {
  private Permutation() {}

  /** The numbers [0, count) in a random order determined by seed and pass. */
  public static int[] of(int count, long seed, long pass) {
    Random random = new Random(mix(seed + 0x9E3779B97F4A7C15L * (pass + 1)));
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /** The finaliser of SplitMix64, so that similar seeds and passes give unrelated orders. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}

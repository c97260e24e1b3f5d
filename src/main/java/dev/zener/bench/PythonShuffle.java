package dev.zener.bench;

/**
 * The order of {@code range(n)} after Python's {@code random.Random(0).shuffle}, so that a
 * benchmark in Python can time the same batches in the same order and omit the same first batch.
 *
 * <p>Mersenne Twister (Matsumoto and Nishimura 1998), seeded by {@code init_by_array([0])}.
 */
final class PythonShuffle {
  private static final int N = 624;
  private static final int M = 397;

  private final int[] state = new int[N];
  private int next = N;

  private PythonShuffle() {
    state[0] = 19650218;
    for (int i = 1; i < N; i++) {
      state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
    }
    int i = 1;
    for (int k = 0; k < N; k++) { // the key is [0], so it adds nothing
      state[i] = state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1664525;
      i = following(i);
    }
    for (int k = 0; k < N - 1; k++) {
      state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >>> 30) * 1566083941) - i;
      i = following(i);
    }
    state[0] = 1 << 31;
  }

  private int following(int i) {
    if (i + 1 < N) {
      return i + 1;
    }
    state[0] = state[N - 1];
    return 1;
  }

  /** The shuffled order of the numbers 0 to n − 1. */
  static int[] order(int n) {
    PythonShuffle random = new PythonShuffle();
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = random.below(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  /** A random number from 0 to n − 1. */
  private int below(int n) {
    int bits = 32 - Integer.numberOfLeadingZeros(n);
    int value = word() >>> 32 - bits;
    while (value >= n) {
      value = word() >>> 32 - bits;
    }
    return value;
  }

  private int word() {
    if (next == N) {
      for (int i = 0; i < N; i++) {
        int y = state[i] & 1 << 31 | state[(i + 1) % N] & Integer.MAX_VALUE;
        state[i] = state[(i + M) % N] ^ y >>> 1 ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
      }
      next = 0;
    }
    int y = state[next++];
    y ^= y >>> 11;
    y ^= y << 7 & 0x9d2c5680;
    y ^= y << 15 & 0xefc60000;
    return y ^ y >>> 18;
  }
}

package dev.zener.benchmarks;

import java.util.Arrays;

/**
 * A packed batch and the model that it goes through.
 *
 * @param lengths pieces of each sentence
 * @param hidden H
 * @param heads A
 * @param feedForward F
 * @param labels C
 * @param vocabulary V
 */
record Batch(int[] lengths, int hidden, int heads, int feedForward, int labels, int vocabulary) {
  /** The batch of a name. */
  static Batch named(String name) {
    return switch (name) {
      // the length of a real sentence, and the length that others pad to; a sixth of mBERT's
      // vocabulary, whose whole gradient would take 367 MB
      case "mbert-32x27" -> new Batch(equal(32, 27), 768, 12, 3072, 9, 20_000);
      case "mbert-32x128" -> new Batch(equal(32, 128), 768, 12, 3072, 9, 20_000);
      case "odd" -> new Batch(new int[] {1, 33, 7, 2, 65, 31, 3}, 77, 7, 129, 5, 311);
      default ->
          throw new IllegalArgumentException(
              "batch '" + name + "'; allowed: mbert-32x27, mbert-32x128, odd");
    };
  }

  private static int[] equal(int sentences, int pieces) {
    int[] lengths = new int[sentences];
    Arrays.fill(lengths, pieces);
    return lengths;
  }

  /** B. */
  int sentences() {
    return lengths.length;
  }

  /** N. */
  int pieces() {
    return Arrays.stream(lengths).sum();
  }

  /** W, with three words to four pieces. */
  int words() {
    return pieces() * 3 / 4;
  }

  /** Where sentences start, [B+1]. */
  int[] offsets() {
    int[] offsets = new int[lengths.length + 1];
    for (int b = 0; b < lengths.length; b++) {
      offsets[b + 1] = offsets[b] + lengths[b];
    }
    return offsets;
  }

  /** Σ T² over the sentences: pairs of pieces that attend to each other. */
  double pairs() {
    return Arrays.stream(lengths).mapToDouble(t -> (double) t * t).sum();
  }
}

package dev.zener.benchmarks;

import java.util.Arrays;

/**
 * The sizes of a packed batch and of the model that processes it.
 *
 * @param lengths the number of pieces of each sentence
 * @param hidden H, the hidden size
 * @param heads A, the number of attention heads
 * @param feedForward F, the width of the feed-forward layer
 * @param labels C, the number of labels
 * @param vocabulary V, the number of pieces in the vocabulary
 */
record Batch(int[] lengths, int hidden, int heads, int feedForward, int labels, int vocabulary) {
  /** Returns the batch with this name. */
  static Batch named(String name) {
    return switch (name) {
      // 27 is the length of a real sentence, 128 the length to which other programs pad; the
      // vocabulary is a sixth of mBERT's, for which a gradient would need 367 MB
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

  /** B, the number of sentences. */
  int sentences() {
    return lengths.length;
  }

  /** N, the number of pieces. */
  int pieces() {
    return Arrays.stream(lengths).sum();
  }

  /** W, the number of words: three for every four pieces. */
  int words() {
    return pieces() * 3 / 4;
  }

  /** The offsets of the sentences, [B+1]. */
  int[] offsets() {
    int[] offsets = new int[lengths.length + 1];
    for (int b = 0; b < lengths.length; b++) {
      offsets[b + 1] = offsets[b] + lengths[b];
    }
    return offsets;
  }

  /** The number of pairs of pieces that attend to each other: Σ T² over the sentences. */
  double pairs() {
    return Arrays.stream(lengths).mapToDouble(t -> (double) t * t).sum();
  }
}

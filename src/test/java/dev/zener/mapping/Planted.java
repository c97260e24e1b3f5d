package dev.zener.mapping;

import java.util.Random;

/** Makes a second language by turning the vectors of a first, for tests. */
public final class Planted {
  private Planted() {}

  /** A random orthogonal matrix. */
  public static double[] rotation(int width, Random random) {
    return nearIdentity(width, Double.POSITIVE_INFINITY, random);
  }

  /**
   * The orthogonal factor of the identity plus a random matrix.
   *
   * @param deviation the standard deviation of the random matrix's elements
   */
  static double[] nearIdentity(int width, double deviation, Random random) {
    double[] matrix = new double[width * width];
    for (int i = 0; i < matrix.length; i++) {
      double one = i % (width + 1) == 0 ? 1 / deviation : 0;
      matrix[i] = one + random.nextGaussian();
    }
    return OrthogonalFactor.of(matrix, width);
  }

  /**
   * The vectors turned by an orthogonal matrix, with noise.
   *
   * @param noise the noise's standard deviation as a share of that of the vectors' elements
   */
  public static float[][] turned(float[][] vectors, double[] turn, double noise, Random random) {
    int width = vectors[0].length;
    double deviation = noise * deviation(vectors);
    float[][] turned = new float[vectors.length][width];
    for (int word = 0; word < vectors.length; word++) {
      for (int row = 0; row < width; row++) {
        double sum = deviation * random.nextGaussian();
        for (int k = 0; k < width; k++) {
          sum += turn[row * width + k] * vectors[word][k];
        }
        turned[word][row] = (float) sum;
      }
    }
    return turned;
  }

  /** The share of source words whose nearest target word by CSLS is that of the same number. */
  static double found(MappedSpace space, Words source, Words target) {
    int words = source.size();
    try (WordMatrix x = WordMatrix.of(space.source(source), words, Preparation.LENGTH_ONLY);
        WordMatrix y = WordMatrix.of(space.target(target), words, Preparation.LENGTH_ONLY)) {
      NearestNeighbours nearest = new Csls(x, y, 10).targets(words, 1);
      int right = 0;
      for (int word = 0; word < words; word++) {
        right += nearest.key(word, 0) == word ? 1 : 0;
      }
      return (double) right / words;
    }
  }

  private static double deviation(float[][] vectors) {
    double sum = 0;
    double squares = 0;
    long count = 0;
    for (float[] vector : vectors) {
      for (float v : vector) {
        sum += v;
        squares += (double) v * v;
        count++;
      }
    }
    double mean = sum / count;
    return Math.sqrt(squares / count - mean * mean);
  }
}

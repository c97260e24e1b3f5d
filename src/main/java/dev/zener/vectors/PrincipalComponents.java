package dev.zener.vectors;

import dev.zener.problem.InputException;
import java.util.Arrays;
import java.util.List;

/**
 * The directions in which vectors vary most, and the projection on them. It is computed in doubles.
 * Of the two directions of an axis, the one is taken whose element of the largest size, or the
 * first of several, is positive.
 *
 * @param mean the mean of the vectors, [H]
 * @param axes the axes, each [H] of length 1, the one with the largest variance first
 * @param variances the variance along each axis
 * @param variance the variance along all directions
 */
public record PrincipalComponents(
    double[] mean, double[][] axes, double[] variances, double variance) {
  /** The number of vectors whose products are summed at a time. */
  private static final int BLOCK = 64;

  /**
   * Finds the axes of vectors.
   *
   * @param vectors the vectors, all with the same number of elements
   * @param width the number of axes
   * @throws InputException if there are fewer elements or fewer vectors than axes
   */
  public static PrincipalComponents of(List<float[]> vectors, int width) {
    int elements = vectors.isEmpty() ? 0 : vectors.get(0).length;
    require(width, elements, "the elements of the vectors");
    require(width, vectors.size(), "the words that have vectors");
    double[] mean = mean(vectors, elements);
    double[][] covariance = covariance(vectors, mean);
    double variance = 0;
    for (int i = 0; i < elements; i++) {
      variance += covariance[i][i];
    }
    SymmetricEigen.Pairs pairs = SymmetricEigen.of(covariance);
    double[][] axes = Arrays.copyOf(pairs.vectors(), width);
    for (double[] axis : axes) {
      direct(axis);
    }
    double[] variances = Arrays.copyOf(pairs.values(), width);
    for (int i = 0; i < width; i++) {
      variances[i] = Math.max(0, variances[i]); // rounding may make it negative
    }
    return new PrincipalComponents(mean, axes, variances, variance);
  }

  private static void require(int width, int most, String what) {
    if (width < 1 || width > most) {
      throw new InputException(
          "width %d; allowed: 1 to %d, the number of %s; choose a smaller width"
              .formatted(width, most, what.replaceFirst("the ", "")));
    }
  }

  private static double[] mean(List<float[]> vectors, int elements) {
    double[] mean = new double[elements];
    for (float[] vector : vectors) {
      for (int i = 0; i < elements; i++) {
        mean[i] += vector[i];
      }
    }
    for (int i = 0; i < elements; i++) {
      mean[i] /= vectors.size();
    }
    return mean;
  }

  /** The covariance matrix. */
  private static double[][] covariance(List<float[]> vectors, double[] mean) {
    int elements = mean.length;
    double[][] sums = new double[elements][elements];
    double[][] block = new double[BLOCK][elements];
    for (int from = 0; from < vectors.size(); from += BLOCK) {
      int count = Math.min(BLOCK, vectors.size() - from);
      for (int r = 0; r < BLOCK; r++) {
        centre(r < count ? vectors.get(from + r) : null, mean, block[r]);
      }
      for (int i = 0; i < elements; i++) {
        add(block, i, sums[i]);
      }
    }
    for (int i = 0; i < elements; i++) {
      for (int j = i; j < elements; j++) {
        sums[i][j] /= vectors.size();
        sums[j][i] = sums[i][j];
      }
    }
    return sums;
  }

  private static void centre(float[] vector, double[] mean, double[] target) {
    for (int i = 0; i < mean.length; i++) {
      target[i] = vector == null ? 0 : vector[i] - mean[i];
    }
  }

  /** Adds the products of element i with itself and the later ones, four vectors at a time. */
  private static void add(double[][] block, int i, double[] sums) {
    for (int r = 0; r < BLOCK; r += 4) {
      double[] a = block[r];
      double[] b = block[r + 1];
      double[] c = block[r + 2];
      double[] d = block[r + 3];
      double ai = a[i];
      double bi = b[i];
      double ci = c[i];
      double di = d[i];
      for (int j = i; j < sums.length; j++) {
        sums[j] += ai * a[j] + bi * b[j] + ci * c[j] + di * d[j];
      }
    }
  }

  /** Turns an axis into the one of its two directions that is chosen. */
  private static void direct(double[] axis) {
    int largest = 0;
    for (int i = 1; i < axis.length; i++) {
      if (Math.abs(axis[i]) > Math.abs(axis[largest])) {
        largest = i;
      }
    }
    if (axis[largest] < 0) {
      for (int i = 0; i < axis.length; i++) {
        axis[i] = -axis[i];
      }
    }
  }

  /** The place of a vector along each axis, as seen from the mean. */
  public float[] project(float[] vector) {
    double[] centred = new double[mean.length];
    centre(vector, mean, centred);
    float[] projected = new float[axes.length];
    for (int k = 0; k < axes.length; k++) {
      projected[k] = (float) product(axes[k], centred);
    }
    return projected;
  }

  /** An inner product in four sums, which do not wait for each other. */
  private static double product(double[] x, double[] y) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < x.length; i += 4) {
      a += x[i] * y[i];
      b += x[i + 1] * y[i + 1];
      c += x[i + 2] * y[i + 2];
      d += x[i + 3] * y[i + 3];
    }
    for (; i < x.length; i++) {
      a += x[i] * y[i];
    }
    return a + b + (c + d);
  }

  /** The part of the variance that the axes keep, from 0 to 1. */
  public double kept() {
    double sum = Arrays.stream(variances).sum();
    return variance == 0 ? 1 : Math.min(1, sum / variance);
  }
}

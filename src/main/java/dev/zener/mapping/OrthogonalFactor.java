package dev.zener.mapping;

/**
 * The orthogonal factor U Vᵀ of a square matrix U Σ Vᵀ, by one-sided Jacobi rotations in double.
 *
 * <p>The matrix has no unique factor if it is singular. Then a column of U without singular value
 * is the part of V's column that is orthogonal to the others, so that directions about which the
 * matrix says nothing are changed as little as possible.
 */
final class OrthogonalFactor {
  private static final int SWEEPS = 60;

  /** The cosine of two columns below which they are orthogonal. */
  private static final double ORTHOGONAL = 1e-15;

  private final int width;

  /** The columns of the matrix times V, and of V. */
  private final double[][] images;

  private final double[][] v;

  private OrthogonalFactor(double[] matrix, int width) {
    this.width = width;
    images = new double[width][width];
    v = new double[width][width];
    for (int i = 0; i < width; i++) {
      v[i][i] = 1;
      for (int j = 0; j < width; j++) {
        images[j][i] = matrix[i * width + j];
      }
    }
  }

  /** The factor of a matrix with {@code width} rows, row by row. */
  static double[] of(double[] matrix, int width) {
    OrthogonalFactor factor = new OrthogonalFactor(matrix, width);
    factor.rotate();
    factor.complete(factor.normalise());
    return factor.product();
  }

  private void rotate() {
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < SWEEPS; sweep++) {
      rotated = false;
      for (int i = 0; i < width - 1; i++) {
        for (int j = i + 1; j < width; j++) {
          rotated |= rotate(i, j);
        }
      }
    }
  }

  /** Makes two columns orthogonal; false if they are. */
  private boolean rotate(int i, int j) {
    double[] a = images[i];
    double[] b = images[j];
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int k = 0; k < width; k++) {
      aa += a[k] * a[k];
      bb += b[k] * b[k];
      ab += a[k] * b[k];
    }
    if (Math.abs(ab) <= ORTHOGONAL * Math.sqrt(aa * bb)) {
      return false;
    }
    double zeta = (bb - aa) / (2 * ab);
    double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
    double cosine = 1 / Math.hypot(1, tangent);
    turn(a, b, cosine, cosine * tangent);
    turn(v[i], v[j], cosine, cosine * tangent);
    return true;
  }

  private static void turn(double[] a, double[] b, double cosine, double sine) {
    for (int k = 0; k < a.length; k++) {
      double first = a[k];
      a[k] = cosine * first - sine * b[k];
      b[k] = sine * first + cosine * b[k];
    }
  }

  /** Divides the columns by their lengths, the singular values; returns which have one above 0. */
  private boolean[] normalise() {
    double[] lengths = new double[width];
    double longest = 0;
    for (int j = 0; j < width; j++) {
      lengths[j] = Math.sqrt(product(images[j], images[j]));
      longest = Math.max(longest, lengths[j]);
    }
    boolean[] known = new boolean[width];
    for (int j = 0; j < width; j++) {
      known[j] = lengths[j] > longest * width * Math.ulp(1.0);
      if (known[j]) {
        scale(images[j], 1 / lengths[j]);
      }
    }
    return known;
  }

  private void complete(boolean[] known) {
    for (int j = 0; j < width; j++) {
      if (known[j]) {
        continue;
      }
      images[j] = v[j].clone();
      for (int unit = 0; !separate(images[j], known); unit++) {
        images[j] = new double[width];
        images[j][unit] = 1;
      }
      known[j] = true;
    }
  }

  /** Removes the known columns from a vector of length 1; false if little is left. */
  private boolean separate(double[] vector, boolean[] known) {
    for (int pass = 0; pass < 2; pass++) { // the second removes what rounding has left
      for (int j = 0; j < width; j++) {
        if (known[j]) {
          double share = product(vector, images[j]);
          for (int k = 0; k < width; k++) {
            vector[k] -= share * images[j][k];
          }
        }
      }
      double length = Math.sqrt(product(vector, vector));
      if (length < 0.5 / width) {
        return false;
      }
      scale(vector, 1 / length);
    }
    return true;
  }

  private double[] product() {
    double[] result = new double[width * width];
    for (int j = 0; j < width; j++) {
      for (int row = 0; row < width; row++) {
        double u = images[j][row];
        for (int k = 0; k < width; k++) {
          result[row * width + k] += u * v[j][k];
        }
      }
    }
    return result;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void scale(double[] vector, double by) {
    for (int k = 0; k < vector.length; k++) {
      vector[k] *= by;
    }
  }
}

package dev.zener.delta;

import static org.bytedeco.openblas.global.openblas.LAPACKE_sgesdd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import dev.zener.device.JavaCpp;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A low-rank approximation of a matrix [rows,columns] by a product {@code b} {@code a}.
 *
 * @param b [rows, rank], row-major
 * @param a [rank, columns], row-major
 * @param error the Frobenius norm of the residual, relative to that of the matrix
 */
public record LowRank(int rows, int columns, int rank, float[] b, float[] a, double error) {
  static {
    JavaCpp.prepare();
  }

  /**
   * The best approximation of a rank in the Frobenius norm (Eckart and Young 1936): the truncated
   * singular value decomposition. Both factors are multiplied by the roots of the singular values,
   * so that their entries have similar magnitudes.
   *
   * @param matrix [rows, columns], row-major; overwritten
   * @throws ArithmeticException if the matrix has entries that are not finite
   */
  public static LowRank best(float[] matrix, int rows, int columns, Rank wanted) {
    requireFinite(matrix);
    int most = Math.min(rows, columns);
    float[] singular = new float[most];
    float[] right = new float[most * columns];
    float[] left = new float[rows * most];
    decompose(matrix, rows, columns, left, singular, right);
    int rank = wanted.of(singular);
    float[] b = new float[rows * rank];
    float[] a = new float[rank * columns];
    double all = 0;
    double missing = 0;
    for (int k = 0; k < most; k++) {
      double square = (double) singular[k] * singular[k];
      all += square;
      if (k >= rank) {
        missing += square;
        continue;
      }
      float root = (float) Math.sqrt(singular[k]);
      for (int i = 0; i < rows; i++) {
        b[i * rank + k] = root * left[i * most + k];
      }
      for (int j = 0; j < columns; j++) {
        a[k * columns + j] = root * right[k * columns + j];
      }
    }
    return new LowRank(rows, columns, rank, b, a, all == 0 ? 0 : Math.sqrt(missing / all));
  }

  private static void requireFinite(float[] matrix) {
    for (float value : matrix) {
      if (!Float.isFinite(value)) {
        throw new ArithmeticException("a matrix with the entry " + value);
      }
    }
  }

  /**
   * Computes the singular value decomposition. LAPACK sees the row-major matrix as its transpose in
   * column-major order, so left and right are exchanged and nothing has to be transposed.
   */
  private static void decompose(
      float[] matrix, int rows, int columns, float[] left, float[] singular, float[] right) {
    int most = singular.length;
    try (FloatPointer m = new FloatPointer(matrix);
        FloatPointer s = new FloatPointer((long) most);
        FloatPointer r = new FloatPointer((long) right.length);
        FloatPointer l = new FloatPointer((long) left.length)) {
      int status =
          LAPACKE_sgesdd(
              LAPACK_COL_MAJOR, (byte) 'S', columns, rows, m, columns, s, r, columns, l, most);
      if (status != 0) {
        throw new ArithmeticException(
            "the singular value decomposition of a matrix [%d, %d] ended with LAPACK's status %d"
                .formatted(rows, columns, status));
      }
      s.get(singular);
      r.get(right);
      l.get(left);
    }
  }
}

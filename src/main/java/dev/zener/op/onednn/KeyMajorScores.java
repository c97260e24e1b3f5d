package dev.zener.op.onednn;

import java.util.Arrays;

/** Loops over matrices of scores [keys, columns] that the JIT compiler vectorises. */
final class KeyMajorScores {
  private KeyMajorScores() {}

  /** max[c] = the largest of column c. */
  static void largest(float[] s, int keys, int columns, float[] max) {
    System.arraycopy(s, 0, max, 0, columns);
    for (int j = 1; j < keys; j++) {
      int row = j * columns;
      for (int c = 0; c < columns; c++) {
        max[c] = Math.max(max[c], s[row + c]);
      }
    }
  }

  /** s = scale · s − shift[c]. */
  static void shift(float[] s, int keys, int columns, float scale, float[] shift) {
    for (int j = 0; j < keys; j++) {
      int row = j * columns;
      for (int c = 0; c < columns; c++) {
        s[row + c] = scale * s[row + c] - shift[c];
      }
    }
  }

  /** sum[c] = the sum of column c. */
  static void sum(float[] s, int keys, int columns, float[] sum) {
    System.arraycopy(s, 0, sum, 0, columns);
    for (int j = 1; j < keys; j++) {
      int row = j * columns;
      for (int c = 0; c < columns; c++) {
        sum[c] += s[row + c];
      }
    }
  }

  /** s = factor[c] · s. */
  static void scale(float[] s, int keys, int columns, float[] factor) {
    for (int j = 0; j < keys; j++) {
      int row = j * columns;
      for (int c = 0; c < columns; c++) {
        s[row + c] *= factor[c];
      }
    }
  }

  /** d = p · d, delta[c] = the sum of column c of that. */
  static void weigh(float[] p, float[] d, int keys, int columns, float[] delta) {
    Arrays.fill(delta, 0, columns, 0);
    for (int j = 0; j < keys; j++) {
      int row = j * columns;
      for (int c = 0; c < columns; c++) {
        d[row + c] *= p[row + c];
      }
      for (int c = 0; c < columns; c++) {
        delta[c] += d[row + c];
      }
    }
  }

  /** d = d − delta[c] · p. */
  static void centre(float[] p, float[] d, int keys, int columns, float[] delta) {
    for (int j = 0; j < keys; j++) {
      int row = j * columns;
      for (int c = 0; c < columns; c++) {
        d[row + c] -= delta[c] * p[row + c];
      }
    }
  }
}

package dev.zener.op.onednn.recurrent;

import static java.lang.Math.fma;

import java.util.Arrays;

/**
 * The element functions of the gates, in loops that the JIT compiler vectorises: tanh as a quotient
 * of polynomials, and σ(z) = 1/2 + tanh(z/2)/2. A row of gates has H columns for each of i, f, g
 * and o.
 */
final class Gates {
  /** Beyond it, tanh differs from 1 by less than 2e-7; up to it, no quotient exceeds 1. */
  private static final float BOUND = 8.15f;

  // tanh(x) = x P(x²) / Q(x²) for |x| up to BOUND. The coefficients minimise the largest relative
  // error, which is 1.2e-8; with the rounding of floats it is 2.9e-7.
  private static final float P1 = 0.13413240f;
  private static final float P2 = 3.5340195e-3f;
  private static final float P3 = 2.1250921e-5f;
  private static final float P4 = 1.4269055e-8f;
  private static final float Q1 = 0.46746564f;
  private static final float Q2 = 2.6022723e-2f;
  private static final float Q3 = 3.3488526e-4f;
  private static final float Q4 = 8.1450531e-7f;

  private final int size;

  /** For each column of some rows, the factor of z and of its tanh: 1 for g, otherwise 1/2. */
  private final float[] factor;

  /** For each column, the number added after that. */
  private final float[] shift;

  Gates(int size, int rows) {
    this.size = size;
    factor = new float[rows * 4 * size];
    shift = new float[rows * 4 * size];
    Arrays.fill(factor, 0.5f);
    Arrays.fill(shift, 0.5f);
    for (int r = 0; r < rows; r++) {
      int g = (r * 4 + 2) * size;
      Arrays.fill(factor, g, g + size, 1);
      Arrays.fill(shift, g, g + size, 0);
    }
  }

  /** Replaces z by the gates. */
  void activate(float[] z, int rows) {
    int n = rows * 4 * size;
    for (int e = 0; e < n; e++) {
      float x = Math.max(-BOUND, Math.min(BOUND, z[e] * factor[e]));
      float u = x * x;
      float p = fma(fma(fma(fma(P4, u, P3), u, P2), u, P1), u, 1);
      float q = fma(fma(fma(fma(Q4, u, Q3), u, Q2), u, Q1), u, 1);
      z[e] = fma(x * p / q, factor[e], shift[e]);
    }
  }

  /** y = tanh(x) for n elements. */
  static void tanh(float[] x, float[] y, int n) {
    for (int e = 0; e < n; e++) {
      float c = Math.max(-BOUND, Math.min(BOUND, x[e]));
      float u = c * c;
      float p = fma(fma(fma(fma(P4, u, P3), u, P2), u, P1), u, 1);
      float q = fma(fma(fma(fma(Q4, u, Q3), u, Q2), u, Q1), u, 1);
      y[e] = c * p / q;
    }
  }

  /** c = f c + i g. */
  void cells(float[] gates, float[] c, int rows) {
    for (int r = 0; r < rows; r++) {
      cell(gates, r * 4 * size, c, r * size, size);
    }
  }

  private static void cell(float[] gates, int from, float[] c, int at, int size) {
    int f = from + size;
    int g = from + 2 * size;
    for (int j = 0; j < size; j++) {
      c[at + j] = gates[f + j] * c[at + j] + gates[from + j] * gates[g + j];
    }
  }

  /** h = o h, where h is tanh(c). */
  void states(float[] gates, float[] h, int rows) {
    for (int r = 0; r < rows; r++) {
      state(gates, (r * 4 + 3) * size, h, r * size, size);
    }
  }

  private static void state(float[] gates, int o, float[] h, int at, int size) {
    for (int j = 0; j < size; j++) {
      h[at + j] *= gates[o + j];
    }
  }

  /**
   * The gradients of a step: replaces the gates by dz, and dc of the step by that of the step
   * before.
   *
   * @param tanh tanh(c)
   * @param before c of the step before
   * @param dh the gradient of h
   */
  void gradients(float[] gates, float[] tanh, float[] before, float[] dh, float[] dc, int rows) {
    for (int r = 0; r < rows; r++) {
      gradient(gates, r * 4 * size, tanh, before, dh, dc, r * size, size);
    }
  }

  private static void gradient(
      float[] gates,
      int from,
      float[] tanh,
      float[] before,
      float[] dh,
      float[] dc,
      int at,
      int size) {
    int f = from + size;
    int g = from + 2 * size;
    int o = from + 3 * size;
    for (int j = 0; j < size; j++) {
      float i = gates[from + j];
      float forget = gates[f + j];
      float in = gates[g + j];
      float open = gates[o + j];
      float t = tanh[at + j];
      float d = dh[at + j];
      float c = dc[at + j] + d * open * (1 - t * t);
      gates[from + j] = c * in * i * (1 - i);
      gates[f + j] = c * before[at + j] * forget * (1 - forget);
      gates[g + j] = c * i * (1 - in * in);
      gates[o + j] = d * t * open * (1 - open);
      dc[at + j] = c * forget;
    }
  }
}

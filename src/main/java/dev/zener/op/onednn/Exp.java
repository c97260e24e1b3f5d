package dev.zener.op.onednn;

/** e^x in single precision. */
final class Exp {
  private static final float LOG2_E = 1.44269504f;
  // ln 2 in two parts, so that x − n·ln 2 keeps its last bits (Cody and Waite 1980)
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  // Taylor's polynomial of degree 7, its last term spread over lower ones by Chebyshev's polynomial
  // T7 (Lanczos 1938): of degree 6 and sixty times closer than Taylor's own
  private static final float C3 = 0.16666416f;
  private static final float C4 = 1 / 24f;
  private static final float C5 = 0.008375039f;
  private static final float C6 = 1 / 720f;

  private Exp() {}

  /** Within 2e-7 of the value; 0 below −87. For x ≤ 88. */
  static float of(float x) {
    if (x < -87) {
      return 0;
    }
    int n = Math.round(x * LOG2_E);
    float r = x - n * LN2_HIGH - n * LN2_LOW; // |r| ≤ ln 2 / 2
    float p = 1 + r * (1 + r * (1 / 2f + r * (C3 + r * (C4 + r * (C5 + r * C6)))));
    return p * Float.intBitsToFloat(n + 127 << 23);
  }
}

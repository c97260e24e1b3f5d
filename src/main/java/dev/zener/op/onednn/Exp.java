package dev.zener.op.onednn;

/** e^x in single precision. */
final class Exp {
  private static final float LOG2_E = 1.44269504f;
  // ln 2 in two parts, so that x − n·ln 2 keeps its last bits (Cody and Waite 1980)
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  private Exp() {}

  /** Within 2e-7 of the value; 0 below −87. For x ≤ 88. */
  static float of(float x) {
    if (x < -87) {
      return 0;
    }
    int n = Math.round(x * LOG2_E);
    float r = x - n * LN2_HIGH - n * LN2_LOW; // |r| ≤ ln 2 / 2
    float p = 1 + r * (1 + r * (1 / 2f + r * (1 / 6f + r * (1 / 24f + r * (1 / 120f + r / 720f)))));
    return p * Float.intBitsToFloat(n + 127 << 23);
  }
}

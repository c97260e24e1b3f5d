package dev.zener.op.reference;

/** gelu(z) = z Φ(z) and its derivative Φ(z) + z φ(z), with the normal distribution Φ, density φ. */
final class GeluFunction {
  private static final double ROOT_2 = Math.sqrt(2);
  private static final double ROOT_2_PI = Math.sqrt(2 * Math.PI);

  private GeluFunction() {}

  static double value(double z) {
    return z * phi(z);
  }

  static double derivative(double z) {
    return phi(z) + z * Math.exp(-z * z / 2) / ROOT_2_PI;
  }

  private static double phi(double z) {
    return 0.5 * erfc(-z / ROOT_2);
  }

  /**
   * The complementary error function with a relative error of about 1e-15: by the Taylor series
   * near 0 and the continued fraction elsewhere (Abramowitz and Stegun 1964, 7.1.5 and 7.1.14).
   */
  static double erfc(double x) {
    double a = Math.abs(x);
    double c = a < 2 ? 1 - series(a) : Math.exp(-a * a) / Math.sqrt(Math.PI) * fraction(a);
    return x < 0 ? 2 - c : c;
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  /** 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + ...)))), evaluated from the innermost term. */
  private static double fraction(double x) {
    double tail = x;
    for (int n = 120; n > 0; n--) {
      tail = x + n / 2.0 / tail;
    }
    return 1 / tail;
  }
}

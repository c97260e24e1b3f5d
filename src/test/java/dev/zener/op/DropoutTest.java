package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.device.ElementType;
import dev.zener.testing.Agreement;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private final Random random = new Random(29);

  @Test
  void drawsTheBitsOfSplitMix64() {
    // java.util.SplittableRandom is SplitMix64 too: its k-th number from a seed is mix(seed + kγ)
    long gamma = 0x9E3779B97F4A7C15L;
    long key = Dropout.key(42, 3);
    assertThat(key).isEqualTo(new SplittableRandom(42 + 2 * gamma).nextLong());
    SplittableRandom reference = new SplittableRandom(key);
    for (long group = 0; group < 5; group++) {
      assertThat(Dropout.bits(key, group)).isEqualTo(reference.nextLong());
    }
    assertThat(Dropout.bits(0, 0)).isEqualTo(0xE220A8397B1DCDAFL); // published first output
  }

  @Test
  void keepsTheElementsWhoseBitsReachTheThreshold() {
    long key = Dropout.key(9, 1);
    int threshold = Dropout.threshold(0.1);
    assertThat(threshold).isEqualTo(6554);
    double[] ones = new double[11];
    Arrays.fill(ones, 1);
    double[] y = run(0.1, 1, 9, "reference", ElementType.FLOAT64, ones);
    for (int e = 0; e < ones.length; e++) {
      int bits = (int) (Dropout.bits(key, e / 4) >>> 16 * (e % 4)) & 0xFFFF;
      assertThat(y[e]).isEqualTo(bits < threshold ? 0 : 1 / 0.9);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.5, 0.9})
  void dropsItsShareAndKeepsTheMean(double rate) {
    int n = 400_000;
    double[] ones = new double[n];
    Arrays.fill(ones, 1);
    double[] y = run(rate, 4, 1234, "onednn", ElementType.FLOAT32, ones);
    double dropped = Arrays.stream(y).filter(v -> v == 0).count() / (double) n;
    double deviation = Math.sqrt(rate * (1 - rate) / n);
    assertThat(dropped).isCloseTo(rate, within(4 * deviation + 1e-5));
    assertThat(Arrays.stream(y).average().orElseThrow())
        .isCloseTo(1, within(5 * deviation / (1 - rate) + 1e-4));
    // every 16-bit lane and every position modulo a row of 768 drops its share
    for (int lane = 0; lane < 4; lane++) {
      assertThat(share(y, lane, 4)).isCloseTo(rate, within(10 * deviation + 1e-5));
    }
    assertThat(together(y)).isCloseTo(rate * rate, within(5e-3));
  }

  private static double share(double[] y, int first, int stride) {
    int zeros = 0;
    int count = 0;
    for (int e = first; e < y.length; e += stride, count++) {
      zeros += y[e] == 0 ? 1 : 0;
    }
    return (double) zeros / count;
  }

  /** How often neighbours are dropped together. */
  private static double together(double[] y) {
    int both = 0;
    for (int e = 1; e < y.length; e++) {
      both += y[e] == 0 && y[e - 1] == 0 ? 1 : 0;
    }
    return (double) both / (y.length - 1);
  }

  @Test
  void sitesAndCountersDrawApart() {
    double[] ones = new double[10_000];
    Arrays.fill(ones, 1);
    double[] first = run(0.5, 0, 1, "reference", ElementType.FLOAT64, ones);
    assertThat(agreement(first, run(0.5, 1, 1, "reference", ElementType.FLOAT64, ones)))
        .isCloseTo(0.5, within(0.03));
    assertThat(agreement(first, run(0.5, 0, 2, "reference", ElementType.FLOAT64, ones)))
        .isCloseTo(0.5, within(0.03));
    assertThat(run(0.5, 0, 1, "reference", ElementType.FLOAT64, ones)).isEqualTo(first);
  }

  private static double agreement(double[] a, double[] b) {
    int same = 0;
    for (int e = 0; e < a.length; e++) {
      same += a[e] == b[e] ? 1 : 0;
    }
    return (double) same / a.length;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 31, 33, 65, 129, 2047, 2049, 50_001})
  void everyBackendDropsTheSameElements(int n) {
    Operand x = Operand.gaussian(random, 3, 0.1, n);
    for (double rate : new double[] {0, 0.1, 0.7}) {
      Agreement.forward(new Dropout(6, rate), x, Operand.counter(-77));
      double[] truth = run(rate, 6, -77, "reference", ElementType.FLOAT64, x.values());
      for (Backend backend : Agreement.others()) {
        double[] y = run(rate, 6, -77, backend.name(), ElementType.FLOAT32, x.values());
        for (int e = 0; e < n; e++) {
          assertThat(y[e] == 0).as("element %d", e).isEqualTo(truth[e] == 0);
        }
      }
    }
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new Dropout(2, 0.4),
        (graph, in) -> new Dropout(graph, in[0], in[1], 2, 0.4).outputVariables(),
        Operand.normal(random, 5, 7),
        Operand.counter(31));
  }

  @Test
  void runsInNd4j() {
    Operand counter = Operand.counter(31);
    NdExec.check(in -> new Dropout(2, 0.4, in), Operand.normal(random, 5, 7), counter);
    NdExec.check(in -> new Dropout(2, 0.4, in), Operand.normal(random, 3, 2, 5), counter);
    NdExec.check(in -> new Dropout(2, 0.4, in), Operand.normal(random, 9), counter);
  }

  @Test
  void namesWhatDoesNotFit() {
    Operand x = Operand.normal(random, 3);
    assertThatThrownBy(() -> OpRun.reference(new Dropout(0, 0.1), x, Operand.ints(1, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("zener_dropout: takes x and a counter [1], given [[3], [2]]");
    for (double rate : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new Dropout(0, rate))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("dropout rate " + rate + "; allowed: 0 ≤ rate < 1");
    }
  }

  private static double[] run(
      double rate, int site, long counter, String device, ElementType type, double[] x) {
    Dropout op = new Dropout(site, rate);
    Backend backend = Backends.choose(device);
    return OpRun.run(op, backend, type, Operand.floats(x, x.length), Operand.counter(counter))[0];
  }
}

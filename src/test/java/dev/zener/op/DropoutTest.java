package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.device.ElementType;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Agreement;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private final Random random = new Random(29);

  @Test
  void keysAreNumbersOfSplitMix64() {
    // java.util.SplittableRandom is also SplitMix64: its k-th number from a seed is mix(seed + kγ)
    long gamma = 0x9E3779B97F4A7C15L;
    long key = Dropout.key(42, 3);
    assertThat(key).isEqualTo(new SplittableRandom(42 + 2 * gamma).nextLong());
    SplittableRandom reference = new SplittableRandom(key);
    for (long block = 0; block < 5; block++) {
      long k = reference.nextLong();
      assertThat(Dropout.block(key, block << 32)).isEqualTo(k);
      assertThat(Dropout.block(key, (block << 32) + 0xFFFFFFFFL)).isEqualTo(k);
    }
    assertThat(Dropout.block(0, 0)).isEqualTo(0xE220A8397B1DCDAFL); // the published first output
  }

  /** The expected values were computed from the contract's formula with Python's integers. */
  @Test
  void drawsTheBitsOfTheFormula() {
    assertThat(Dropout.bits(0, 0, 0)).isEqualTo(0);
    assertThat(Dropout.bits(1, 0, 0)).isEqualTo(0x688990C0);
    assertThat(Dropout.bits(2, 0, 0)).isEqualTo(0xD1132181);
    assertThat(Dropout.bits(-1, 0, 0)).isEqualTo(0x6768824A);
    long key = Dropout.key(42, 3);
    assertThat(key).isEqualTo(0x47526757130F9F52L);
    assertThat(bits(key, 0)).isEqualTo(0x313CC8BC);
    assertThat(bits(key, 1)).isEqualTo(0xC8BC406D);
    assertThat(bits(key, 1000)).isEqualTo(0x1A5B2AC5);
    assertThat(bits(key, 0xFFFFFFFFL)).isEqualTo(0x64571EBD);
    assertThat(bits(key, 1L << 32)).isEqualTo(0x13864A5E);
    assertThat(bits(key, (5L << 32) + 17)).isEqualTo(0x1B956BD9);
  }

  private static int bits(long key, long element) {
    long k = Dropout.block(key, element);
    return Dropout.bits((int) element, (int) k, (int) (k >>> 32));
  }

  @Test
  void keepsTheElementsWhoseBitsReachTheThreshold() {
    long key = Dropout.key(9, 1);
    int threshold = Dropout.threshold(0.1);
    assertThat(threshold).isEqualTo(1_677_722);
    double[] ones = new double[11];
    Arrays.fill(ones, 1);
    double[] y = run(0.1, 1, 9, "reference", ElementType.FLOAT64, ones);
    for (int e = 0; e < ones.length; e++) {
      assertThat(y[e]).isEqualTo(bits(key, e) >>> 8 < threshold ? 0 : 1 / 0.9);
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
    // at every distance up to two rows of 768, elements are dropped independently; the number of
    // pairs has its own variance and that of pairs with a common element
    double both = rate * rate;
    double pairs = Math.sqrt((both * (1 - both) + 2 * both * rate * (1 - rate)) / n);
    BitSet zeros = new BitSet(n);
    IntStream.range(0, n).filter(e -> y[e] == 0).forEach(zeros::set);
    for (int distance = 1; distance <= 1536; distance++) {
      assertThat(together(zeros, n, distance))
          .as("distance %d", distance)
          .isCloseTo(both, within(5.5 * pairs + 1e-5));
    }
    for (int stride : new int[] {2, 3, 16, 768}) {
      for (int first = 0; first < stride; first++) {
        double allowed = 6 * deviation * Math.sqrt(stride) + 1e-5;
        assertThat(share(y, first, stride)).isCloseTo(rate, within(allowed));
      }
    }
  }

  private static double share(double[] y, int first, int stride) {
    int zeros = 0;
    int count = 0;
    for (int e = first; e < y.length; e += stride, count++) {
      zeros += y[e] == 0 ? 1 : 0;
    }
    return (double) zeros / count;
  }

  /** The share of pairs of elements at a distance that are dropped together. */
  private static double together(BitSet dropped, int n, int distance) {
    BitSet both = dropped.get(distance, n);
    both.and(dropped);
    return (double) both.cardinality() / (n - distance);
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

  /** Compares sites, steps and blocks of 2³² elements at every small shift. */
  @Test
  void noTwoKeysDrawShiftedCopies() {
    int n = 20_000;
    boolean[] first = kept(Dropout.key(8, 4), 0, n);
    boolean[] site = kept(Dropout.key(8, 5), 0, n);
    boolean[] step = kept(Dropout.key(9, 4), 0, n);
    boolean[] block = kept(Dropout.key(8, 4), 1L << 32, n);
    for (int shift = -1000; shift <= 1000; shift++) {
      for (boolean[] other : List.of(site, step, block)) {
        assertThat(agreement(first, other, shift)).isCloseTo(0.5, within(0.025));
      }
    }
  }

  /**
   * The first halves of two keys differ by 5; the second halves must still give different draws.
   */
  @Test
  void theSecondHalfOfAKeyPartsShiftedCopies() {
    for (int pair = 0; pair < 100; pair++) {
      int k0 = random.nextInt();
      boolean[] a = kept(k0, random.nextInt(), 20_000);
      boolean[] b = kept(k0 - 5, random.nextInt(), 20_000);
      assertThat(agreement(a, b, 5)).as("pair %d", pair).isCloseTo(0.5, within(0.025));
    }
  }

  private static boolean[] kept(long key, long first, int n) {
    boolean[] kept = new boolean[n];
    for (int e = 0; e < n; e++) {
      kept[e] = Dropout.keeps(key, first + e, Dropout.threshold(0.5));
    }
    return kept;
  }

  private static boolean[] kept(int k0, int k1, int n) {
    boolean[] kept = new boolean[n];
    for (int e = 0; e < n; e++) {
      kept[e] = Dropout.bits(e, k0, k1) >>> 8 >= Dropout.threshold(0.5);
    }
    return kept;
  }

  /** The share of equal elements of a and of b shifted. */
  private static double agreement(boolean[] a, boolean[] b, int shift) {
    int same = 0;
    int count = 0;
    for (int e = Math.max(0, -shift); e < Math.min(a.length, b.length - shift); e++, count++) {
      same += a[e] == b[e + shift] ? 1 : 0;
    }
    return (double) same / count;
  }

  private static double agreement(double[] a, double[] b) {
    int same = 0;
    for (int e = 0; e < a.length; e++) {
      same += a[e] == b[e] ? 1 : 0;
    }
    return (double) same / a.length;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 7, 31, 33, 65, 129, 1023, 1025, 2049, 50_001})
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

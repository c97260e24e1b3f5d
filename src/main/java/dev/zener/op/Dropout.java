package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y_e = x_e / (1−rate) if element e is kept, else 0 (Srivastava et al. 2014, inverted dropout). The
 * gradient is the same op: no mask is stored, because the same bits are drawn again.
 *
 * <p>x of any shape, counter [1] long → y of x's shape. All devices draw the same bits, as follows.
 * Integers wrap around; ≫ is an unsigned shift. With γ = 0x9E3779B97F4A7C15 and mix the finaliser
 * of SplitMix64 (Steele, Lea and Flood 2014), a site s (a place of dropout in the graph) at a
 * counter c has the key mix(c + s·γ). For element e (a number of 64 bits), k = mix(key + ((e ≫ 32)
 * + 1)·γ) has the low half k0 and the high half k1; except in Attention, it is the same for the
 * whole tensor. Then, in 32 bits,
 *
 * <pre>
 *   h = (int) e + k0
 *   h = (h ⊕ h ≫ 16) · 0x7FEB352D
 *   h = h ⊕ h ≫ 15 ⊕ k1
 *   h = h · 0x846CA68B
 *   h = h ⊕ h ≫ 16
 * </pre>
 *
 * and the element is dropped if h ≫ 8 is below round(2²⁴·rate). The constants are those of the hash
 * lowbias32 (Wellons 2018). k1 is added between its rounds, because with k0 alone, two keys would
 * draw shifted copies of the same sequence. All steps use 32 bits, so that loops over elements can
 * be vectorised.
 */
public final class Dropout extends Op {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  public Dropout() {}

  /** Integer setting 0: site. Floating setting 0: rate, in [0, 1). */
  public Dropout(SameDiff graph, SDVariable x, SDVariable counter, int site, double rate) {
    super(graph, x, counter);
    settings(site, rate);
  }

  /** For {@code Nd4j.exec}: x, counter. */
  public Dropout(int site, double rate, INDArray... inputs) {
    super(inputs);
    settings(site, rate);
  }

  private void settings(int site, double rate) {
    checkRate(rate);
    addIArgument(site);
    addTArgument(rate);
  }

  /** Checks that a rate is in [0, 1). */
  static void checkRate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate " + rate + "; allowed: 0 ≤ rate < 1");
    }
  }

  /** The key of a site at a counter. */
  public static long key(long counter, int site) {
    return mix(counter + site * GAMMA);
  }

  /** k for the block of 2³² elements that contains {@code element}: low half k0, high half k1. */
  public static long block(long key, long element) {
    return mix(key + ((element >>> 32) + 1) * GAMMA);
  }

  /** The random 32 bits of an element, given k0 and k1 of its block. */
  public static int bits(int element, int k0, int k1) {
    int h = element + k0;
    h = (h ^ h >>> 16) * 0x7FEB352D;
    h = (h ^ h >>> 15 ^ k1) * 0x846CA68B;
    return h ^ h >>> 16;
  }

  /** The threshold below which the upper 24 bits of a dropped element are. */
  public static int threshold(double rate) {
    return (int) Math.round((1 << 24) * rate);
  }

  /** Whether an element is kept. */
  public static boolean keeps(long key, long element, int threshold) {
    long k = block(key, element);
    return bits((int) element, (int) k, (int) (k >>> 32)) >>> 8 >= threshold;
  }

  private static long mix(long z) {
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 2 && same(in[1], new long[] {1}), "takes x and a counter [1]", in);
    return new long[][] {in[0]};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    SDVariable dx =
        new Dropout(sameDiff, dy.get(0), arg(1), integer(0), number(0)).outputVariable();
    return List.of(dx);
  }
}

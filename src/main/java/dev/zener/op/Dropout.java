package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y_e = x_e / (1−rate) where element e is kept, else 0 (Srivastava et al. 2014, inverted). Its own
 * gradient: nothing is stored, the same bits are drawn again.
 *
 * <p>x of any shape, counter [1] long → y of x's shape. The bits of element e of site s at counter
 * c are bits 16·(e mod 4) and up of mix(mix(c + s·γ) + (e div 4 + 1)·γ), where γ is the golden
 * gamma and mix the finaliser of SplitMix64 (Steele, Lea and Flood 2014); the element is dropped
 * where those 16 bits are below round(65536·rate). Every device draws the same bits.
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

  /** Fails unless 0 ≤ rate < 1. */
  static void checkRate(double rate) {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout rate " + rate + "; allowed: 0 ≤ rate < 1");
    }
  }

  /** The key of a site at a counter. */
  public static long key(long counter, int site) {
    return mix(counter + site * GAMMA);
  }

  /** 64 bits for elements 4·group to 4·group + 3. */
  public static long bits(long key, long group) {
    return mix(key + (group + 1) * GAMMA);
  }

  /** Dropped are the elements whose 16 bits are below this. */
  public static int threshold(double rate) {
    return (int) Math.round(65536 * rate);
  }

  /** Whether an element is kept. */
  public static boolean keeps(long key, long element, int threshold) {
    return (int) (bits(key, element >> 2) >>> (16 * (element & 3)) & 0xFFFF) >= threshold;
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

package dev.zener.testing;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import java.util.Random;
import java.util.function.Consumer;

/**
 * An argument of an op as plain numbers, which can be written into a tensor of either
 * floating-point type.
 *
 * @param shape its shape
 * @param type its type, or null for the type in which the op runs
 * @param values the numbers of a floating-point operand, else null
 * @param constant whether it has no gradient
 * @param fill writes the numbers
 */
public record Operand(
    long[] shape, ElementType type, double[] values, boolean constant, Consumer<Tensor> fill) {
  /** Floating-point numbers. */
  public static Operand floats(double[] values, long... shape) {
    return new Operand(shape, null, values, false, t -> t.setDoubles(values));
  }

  /** One floating-point number. */
  public static Operand scalar(double value) {
    return floats(new double[] {value});
  }

  /** Standard normal numbers that a float represents exactly. */
  public static Operand normal(Random random, long... shape) {
    return gaussian(random, 0, 1, shape);
  }

  /** Normal numbers with a mean and a deviation that a float represents exactly. */
  public static Operand gaussian(Random random, double mean, double deviation, long... shape) {
    double[] values = new double[(int) Tensor.elements(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return floats(values, shape);
  }

  /** Integers, [n]. */
  public static Operand ints(int... values) {
    long[] shape = {values.length};
    return new Operand(shape, ElementType.INT32, null, true, t -> t.setInts(values));
  }

  /** Random integers in [0, bound), [n]. */
  public static Operand ints(Random random, int n, int bound) {
    return ints(random.ints(n, 0, bound).toArray());
  }

  /** The offsets of sentences with these lengths, [B+1]. */
  public static Operand offsets(int... lengths) {
    return ints(starts(lengths));
  }

  /** The offsets as plain numbers. */
  public static int[] starts(int... lengths) {
    int[] offsets = new int[lengths.length + 1];
    for (int b = 0; b < lengths.length; b++) {
      offsets[b + 1] = offsets[b] + lengths[b];
    }
    return offsets;
  }

  /** A counter for dropout, [1]. */
  public static Operand counter(long value) {
    return new Operand(new long[] {1}, ElementType.INT64, null, true, t -> t.longs().put(0, value));
  }

  /** The same operand without a gradient. */
  public Operand fixed() {
    return new Operand(shape, type, values, true, fill);
  }

  /** The same numbers except for one. */
  Operand with(int i, double value) {
    double[] changed = values.clone();
    changed[i] = value;
    return floats(changed, shape);
  }

  ElementType type(ElementType floating) {
    return type == null ? floating : type;
  }
}

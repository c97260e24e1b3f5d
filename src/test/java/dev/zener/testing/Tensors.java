package dev.zener.testing;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tensors that live until this is closed. */
public final class Tensors implements AutoCloseable {
  private final List<Block> blocks = new ArrayList<>();
  private final Random random;

  /** Uses a seed for normal numbers. */
  public Tensors(long seed) {
    random = new Random(seed);
  }

  /** An uninitialised tensor. */
  public Tensor of(ElementType type, long... shape) {
    Block block = Block.allocate(Tensor.elements(shape) * type.bytes());
    blocks.add(block);
    return block.tensor(0, type, shape);
  }

  /** Standard normal numbers in float32. */
  public Tensor normal(long... shape) {
    Tensor t = of(ElementType.FLOAT32, shape);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }

  /** A counter for dropout, [1]. */
  public Tensor counter(long value) {
    Tensor t = of(ElementType.INT64, 1);
    t.longs().put(0, value);
    return t;
  }

  /** Integers, [n]. */
  public Tensor ints(int... values) {
    Tensor t = of(ElementType.INT32, values.length);
    t.ints().put(0, values);
    return t;
  }

  /** The numbers of a tensor, rounded to bfloat16. */
  public double[] rounded(Tensor exact) {
    Tensor t = of(ElementType.BFLOAT16, exact.shape());
    t.setDoubles(exact.toDoubles());
    return t.toDoubles();
  }

  /** Normal numbers with a deviation that bfloat16 represents exactly. */
  public Operand rounded(double deviation, long... shape) {
    Operand exact = Operand.gaussian(random, 0, deviation, shape);
    Tensor t = of(ElementType.BFLOAT16, shape);
    t.setDoubles(exact.values());
    return Operand.floats(t.toDoubles(), shape);
  }

  @Override
  public void close() {
    blocks.forEach(Block::close);
  }
}

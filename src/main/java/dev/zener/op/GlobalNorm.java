package dev.zener.op;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * norm = √(Σ over all tensors and elements of g²).
 *
 * <p>Tensors of any shapes → norm, a scalar. It is applied to gradients and has no gradient.
 */
public final class GlobalNorm extends Op {
  public GlobalNorm() {}

  /** For {@code Nd4j.exec}. */
  public GlobalNorm(INDArray... gradients) {
    super(gradients);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length > 0, "takes at least one tensor", in);
    return new long[][] {scalar()};
  }
}

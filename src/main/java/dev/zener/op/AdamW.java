package dev.zener.op;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One step of AdamW (Loshchilov and Hutter 2019) as defined in PyTorch, after clipping by global
 * norm (Pascanu et al. 2013): g ← g · min(1, maxNorm / (norm + 1e-6)); p ← p − lr·decay·p; m ← β1 m
 * + (1−β1) g; v ← β2 v + (1−β2) g²; p ← p − lr / c1 · m / (√v / √c2 + ε), c1 = 1 − β1^t, c2 = 1 −
 * β2^t. lr is the rate times a factor, which is the op's own.
 *
 * <p>p, g, m, v of one shape, norm scalar, scalars [3] = rate, c1, c2 → p, m, v, which may be the
 * memory of the inputs; all outputs are always computed. With maxNorm 0 there is no clipping.
 */
public final class AdamW extends Op {
  /** PyTorch's clip_grad_norm_ adds this to the norm. */
  public static final double NORM_EPSILON = 1e-6;

  public AdamW() {}

  /**
   * Floating settings 0: β1, 1: β2, 2: ε, 3: decay, 4: maxNorm, 5: the factor of the learning rate.
   *
   * @param inputs p, g, m, v, norm, scalars for {@code Nd4j.exec}; none in a step list
   */
  public AdamW(
      double beta1,
      double beta2,
      double epsilon,
      double decay,
      double maxNorm,
      double factor,
      INDArray... inputs) {
    super(inputs);
    addTArgument(beta1, beta2, epsilon, decay, maxNorm, factor);
  }

  @Override
  public int getNumOutputs() {
    return 3;
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 6, "takes p, g, m, v, norm, scalars", in);
    boolean fits =
        same(in[0], in[1])
            && same(in[0], in[2])
            && same(in[0], in[3])
            && in[4].length == 0
            && same(in[5], new long[] {3});
    check(fits, "takes p, g, m, v of one shape, norm [], scalars [3]", in);
    return new long[][] {in[0], in[0], in[0]};
  }
}

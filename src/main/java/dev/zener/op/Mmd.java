package dev.zener.op;

import dev.zener.device.Tensor;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The squared maximum mean discrepancy of two samples (Gretton et al. 2012, the biased estimator,
 * diagonal included) under a sum of five Gaussians (MSD, Ma et al. 2022).
 *
 * <p>Z = [X; Y], N = n + m, d_ij = ‖z_i − z_j‖², bandwidth b = Σ_ij d_ij / (N² − N) / 4 = 2N Σ_i
 * ‖z_i − z̄‖² / (N² − N) / 4, through which no gradient flows; k_ij = Σ_{s=0..4} exp(−d_ij / (b
 * 2^s)); value = mean(K_XX) + mean(K_YY) − mean(K_XY) − mean(K_YX). If all rows are equal (b = 0),
 * value and gradient are 0.
 *
 * <p>x [n,H], y [m,H], n, m ≥ 1 → value, a scalar.
 */
public final class Mmd extends Op {
  /** The number of Gaussian kernels; each has twice the bandwidth of the one before. */
  public static final int KERNELS = 5;

  public Mmd() {}

  public Mmd(SameDiff graph, SDVariable x, SDVariable y) {
    super(graph, x, y);
  }

  /** For {@code Nd4j.exec}: x, y. */
  public Mmd(INDArray... inputs) {
    super(inputs);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 2, "takes x and y", in);
    boolean fits =
        in[0].length == 2
            && in[1].length == 2
            && in[0][1] == in[1][1]
            && in[0][0] > 0
            && in[1][0] > 0;
    check(fits, "takes x [n,H], y [m,H] with n, m ≥ 1", in);
    return new long[][] {scalar()};
  }

  /** The work of the products of all pairs of rows. */
  @Override
  public double flops(Tensor[] in, Tensor[] out) {
    return product(in[0], in[1]);
  }

  /** The operations of N² H multiplications and additions. */
  private static double product(Tensor x, Tensor y) {
    double rows = x.dim(0) + (double) y.dim(0);
    return 2 * rows * rows * x.dim(1);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dvalue) {
    Backward backward = new Backward(sameDiff, arg(0), arg(1), dvalue.get(0));
    return List.of(backward.outputVariables());
  }

  /**
   * With c_ij = 1/n² within X, 1/m² within Y, −1/(nm) across, and k'_ij = −Σ_s exp(−d_ij / (b 2^s))
   * / (b 2^s): dz_i = 4 dvalue Σ_j c_ij k'_ij (z_i − z_j).
   *
   * <p>x [n,H], y [m,H], dvalue scalar → dx [n,H], dy [m,H].
   */
  public static final class Backward extends Op {
    public Backward() {}

    Backward(SameDiff graph, SDVariable... inputs) {
      super(graph, inputs);
    }

    /** For {@code Nd4j.exec}. */
    public Backward(INDArray... inputs) {
      super(inputs);
    }

    @Override
    public int getNumOutputs() {
      return 2;
    }

    /** The work of the products of all pairs of rows, and of the sums weighted by pair. */
    @Override
    public double flops(Tensor[] in, Tensor[] out) {
      return 2 * product(in[0], in[1]);
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(in.length == 3 && in[2].length == 0, "takes x, y and a scalar dvalue", in);
      new Mmd().outputShapes(new long[][] {in[0], in[1]});
      return new long[][] {in[0], in[1]};
    }
  }
}

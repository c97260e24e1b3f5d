package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * s = x, or x + residual; y = γ (s − mean) / √(var + ε) + β over each row, var with divisor H (Ba
 * et al. 2016; ε inside the root).
 *
 * <p>x [N,H], γ [H], β [H], optionally residual [N,H] → y [N,H], mean [N], rstd [N] = 1/√(var + ε),
 * with a residual also s [N,H].
 */
public final class LayerNorm extends Op {
  public LayerNorm() {}

  /** Floating setting 0: ε. */
  public LayerNorm(
      SameDiff graph, SDVariable x, SDVariable gamma, SDVariable beta, double epsilon) {
    super(graph, x, gamma, beta);
    addIArgument(0);
    addTArgument(epsilon);
  }

  /** With a residual. */
  public LayerNorm(
      SameDiff graph,
      SDVariable x,
      SDVariable gamma,
      SDVariable beta,
      SDVariable residual,
      double epsilon) {
    super(graph, x, gamma, beta, residual);
    addIArgument(1);
    addTArgument(epsilon);
  }

  /** For {@code Nd4j.exec}: x, γ, β, with a residual it too. */
  public LayerNorm(boolean residual, double epsilon, INDArray... inputs) {
    super(inputs);
    addIArgument(residual ? 1 : 0);
    addTArgument(epsilon);
  }

  /** Whether a residual is added. */
  public boolean residual() {
    return integer(0) == 1;
  }

  /** ε. */
  public double epsilon() {
    return number(0);
  }

  @Override
  public int getNumOutputs() {
    return residual() ? 4 : 3;
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == (residual() ? 4 : 3) && in[0].length == 2, "takes x [N,H], γ, β", in);
    long[] h = {in[0][1]};
    check(same(in[1], h) && same(in[2], h), "takes γ [H] and β [H]", in);
    long[] n = {in[0][0]};
    if (residual()) {
      check(same(in[3], in[0]), "takes residual [N,H]", in);
      return new long[][] {in[0], n, n, in[0]};
    }
    return new long[][] {in[0], n, n};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    SDVariable[] out = outputVariables();
    SDVariable s = residual() ? out[3] : arg(0);
    SDVariable[] d = new Backward(sameDiff, s, arg(1), out[1], out[2], dy.get(0)).outputVariables();
    return residual() ? List.of(d[0], d[1], d[2], d[0]) : List.of(d[0], d[1], d[2]);
  }

  /**
   * With n = (s − mean) · rstd and g = dy · γ: ds = rstd (g − mean_H(g) − n · mean_H(g · n)), dγ =
   * Σ_N dy · n, dβ = Σ_N dy.
   *
   * <p>s [N,H], γ [H], mean [N], rstd [N], dy [N,H] → ds [N,H], dγ [H], dβ [H].
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
      return 3;
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      boolean fits =
          in.length == 5
              && in[0].length == 2
              && same(in[1], new long[] {in[0][1]})
              && same(in[2], new long[] {in[0][0]})
              && same(in[3], in[2])
              && same(in[4], in[0]);
      check(fits, "takes s [N,H], γ [H], mean [N], rstd [N], dy [N,H]", in);
      return new long[][] {in[0], in[1], in[1]};
    }
  }
}

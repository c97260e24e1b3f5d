package dev.zener.op;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * s = x, or x + residual, or dropout(x) + residual; y = γ (s − mean) / √(var + ε) + β over each
 * row, where var has the divisor H (Ba et al. 2016; ε inside the root). Dropout draws the same bits
 * as {@link Dropout}, with the elements of x in row-major order.
 *
 * <p>x [N,H], γ [H], β [H], optionally residual [N,H], with dropout also a counter [1] long → y
 * [N,H], mean [N], rstd [N] = 1/√(var + ε), with a residual also s [N,H], and if requested also y
 * rounded to the type of products [N,H].
 */
public final class LayerNorm extends Op {
  private static final int NO_SITE = -1;

  public LayerNorm() {}

  /** LayerNorm of x. Integer setting 0: 0. Floating setting 0: ε. */
  public LayerNorm(
      SameDiff graph, SDVariable x, SDVariable gamma, SDVariable beta, double epsilon) {
    super(graph, x, gamma, beta);
    addIArgument(0);
    addTArgument(epsilon);
  }

  /** LayerNorm of x + residual. Integer setting 0: 1. Floating setting 0: ε. */
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

  /**
   * LayerNorm of dropout(x) + residual. Integer settings 0: 1, 1: site. Floating settings 0: ε, 1:
   * rate, in [0, 1).
   */
  public LayerNorm(
      SameDiff graph,
      SDVariable x,
      SDVariable gamma,
      SDVariable beta,
      SDVariable residual,
      SDVariable counter,
      int site,
      double rate,
      double epsilon) {
    super(graph, x, gamma, beta, residual, counter);
    settings(site, rate, epsilon);
  }

  /** For {@code Nd4j.exec}: x, γ, β, and the residual if there is one. */
  public LayerNorm(boolean residual, double epsilon, INDArray... inputs) {
    super(inputs);
    addIArgument(residual ? 1 : 0);
    addTArgument(epsilon);
  }

  /** For {@code Nd4j.exec} with dropout: x, γ, β, residual, counter. */
  public LayerNorm(double epsilon, int site, double rate, INDArray... inputs) {
    super(inputs);
    settings(site, rate, epsilon);
  }

  private void settings(int site, double rate, double epsilon) {
    Dropout.checkRate(rate);
    addIArgument(1, site);
    addTArgument(epsilon, rate);
  }

  /** Whether a residual is added. */
  public boolean residual() {
    return integer(0) == 1;
  }

  /** Whether dropout is applied to x. */
  public boolean dropout() {
    return numIArguments() > 1 && site() >= 0;
  }

  /** Whether y is also output rounded; integer setting 2. */
  public boolean rounded() {
    return numIArguments() > 2;
  }

  @Override
  public Optional<Sum> sum() {
    return residual() && !dropout() && !rounded()
        ? Optional.of(new Sum(0, 3, 3, new LayerNorm(false, epsilon())))
        : Optional.empty();
  }

  @Override
  public Optional<Op> rounding(int i) {
    if (i != 0 || rounded()) {
      return Optional.empty();
    }
    LayerNorm op = new LayerNorm();
    op.addIArgument(integer(0), dropout() ? site() : NO_SITE, 1);
    op.addTArgument(epsilon(), dropout() ? rate() : 0);
    return Optional.of(op);
  }

  /** Dropout's site. */
  public int site() {
    return integer(1);
  }

  /** Dropout's rate. */
  public double rate() {
    return number(1);
  }

  /** The ε that is added to the variance. */
  public double epsilon() {
    return number(0);
  }

  @Override
  public int getNumOutputs() {
    return (residual() ? 4 : 3) + (rounded() ? 1 : 0);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    int count = 3 + (residual() ? 1 : 0) + (dropout() ? 1 : 0);
    check(in.length == count && in[0].length == 2, "takes x [N,H], γ, β", in);
    long[] h = {in[0][1]};
    check(same(in[1], h) && same(in[2], h), "takes γ [H] and β [H]", in);
    check(!dropout() || same(in[4], new long[] {1}), "takes a counter [1]", in);
    long[] n = {in[0][0]};
    if (residual()) {
      check(same(in[3], in[0]), "takes residual [N,H]", in);
    }
    long[][] shapes = {in[0], n, n, in[0], in[0]};
    return Arrays.copyOf(shapes, getNumOutputs());
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    SDVariable[] out = outputVariables();
    SDVariable s = residual() ? out[3] : arg(0);
    SDVariable[] inputs = {s, arg(1), out[1], out[2], dy.get(0)};
    if (dropout()) {
      Backward backward = new Backward(sameDiff, Arguments.append(inputs, arg(4)));
      backward.settings(site(), rate());
      SDVariable[] d = backward.outputVariables();
      return List.of(d[3], d[1], d[2], d[0]);
    }
    SDVariable[] d = new Backward(sameDiff, inputs).outputVariables();
    return residual() ? List.of(d[0], d[1], d[2], d[0]) : List.of(d[0], d[1], d[2]);
  }

  /**
   * With n = (s − mean) · rstd and g = dy · γ: ds = rstd (g − mean_H(g) − n · mean_H(g · n)), dγ =
   * Σ_N dy · n, dβ = Σ_N dy; with dropout dx = dropout(ds), while ds is the residual's gradient.
   *
   * <p>s [N,H], γ [H], mean [N], rstd [N], dy [N,H], with dropout its counter [1] long → ds [N,H],
   * dγ [H], dβ [H], with dropout also dx [N,H].
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

    /** For {@code Nd4j.exec} with dropout. Integer setting 0: site. Floating setting 0: rate. */
    public Backward(int site, double rate, INDArray... inputs) {
      super(inputs);
      settings(site, rate);
    }

    private void settings(int site, double rate) {
      Dropout.checkRate(rate);
      addIArgument(site);
      addTArgument(rate);
    }

    /** Whether dropout was applied to x. */
    public boolean dropout() {
      return numIArguments() > 0;
    }

    /** Dropout's site. */
    public int site() {
      return integer(0);
    }

    /** Dropout's rate. */
    public double rate() {
      return number(0);
    }

    @Override
    public int getNumOutputs() {
      return dropout() ? 4 : 3;
    }

    /** dx, which is the gradient of a product's output. */
    @Override
    public List<Integer> products() {
      return dropout() ? List.of(3) : List.of();
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      boolean fits =
          in.length == (dropout() ? 6 : 5)
              && in[0].length == 2
              && same(in[1], new long[] {in[0][1]})
              && same(in[2], new long[] {in[0][0]})
              && same(in[3], in[2])
              && same(in[4], in[0]);
      check(fits, "takes s [N,H], γ [H], mean [N], rstd [N], dy [N,H]", in);
      check(!dropout() || same(in[5], new long[] {1}), "takes a counter [1]", in);
      return dropout()
          ? new long[][] {in[0], in[1], in[1], in[0]}
          : new long[][] {in[0], in[1], in[1]};
    }
  }
}

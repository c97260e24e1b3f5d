package dev.zener.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * total = Σ_j c_j f_j + β Σ_k softmax(ω)_k l_k, the sum of terms with fixed weights and terms with
 * learned weights (MSD's losses).
 *
 * <p>f_1 ... f_J scalars, then, if K > 0, ω [K] and l_1 ... l_K scalars → total, a scalar.
 */
public final class WeightedSum extends Op {
  public WeightedSum() {}

  /**
   * Integer settings 0: J, 1: K. Floating settings 0: β, then c_1 ... c_J.
   *
   * @param omega null if {@code weighted} is empty
   */
  public WeightedSum(
      SameDiff graph,
      List<SDVariable> fixed,
      List<Double> coefficients,
      SDVariable omega,
      List<SDVariable> weighted,
      double beta) {
    super(graph, inputs(fixed, omega, weighted));
    if (fixed.size() != coefficients.size()) {
      throw new IllegalArgumentException(
          fixed.size() + " fixed terms with " + coefficients.size() + " coefficients");
    }
    addIArgument(fixed.size(), weighted.size());
    addTArgument(beta);
    coefficients.forEach(c -> addTArgument(c));
  }

  /** For {@code Nd4j.exec}: f_1 ... f_J and, if K > 0, ω and l_1 ... l_K. */
  public WeightedSum(List<Double> coefficients, int weighted, double beta, INDArray... inputs) {
    super(inputs);
    addIArgument(coefficients.size(), weighted);
    addTArgument(beta);
    coefficients.forEach(c -> addTArgument(c));
  }

  private static SDVariable[] inputs(
      List<SDVariable> fixed, SDVariable omega, List<SDVariable> weighted) {
    List<SDVariable> all = new ArrayList<>(fixed);
    if (!weighted.isEmpty()) {
      all.add(omega);
      all.addAll(weighted);
    }
    return all.toArray(SDVariable[]::new);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    int fixed = integer(0);
    int weighted = integer(1);
    check(in.length == fixed + (weighted > 0 ? 1 + weighted : 0), "takes J + 1 + K inputs", in);
    for (int i = 0; i < in.length; i++) {
      boolean omega = i == fixed;
      boolean fits = omega ? same(in[i], new long[] {weighted}) : in[i].length == 0;
      check(fits, "takes scalars and ω [K]", in);
    }
    return new long[][] {scalar()};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dtotal) {
    Backward backward = new Backward(sameDiff, Arguments.append(args(), dtotal.get(0)));
    backward.settings(this);
    return Arrays.asList(backward.outputVariables());
  }

  /**
   * With s = softmax(ω): df_j = c_j, dl_k = β s_k, dω_k = β s_k (l_k − Σ s l), each times dtotal.
   *
   * <p>WeightedSum's inputs, dtotal scalar → a gradient for each of its inputs.
   */
  public static final class Backward extends Op {
    public Backward() {}

    Backward(SameDiff graph, SDVariable... inputs) {
      super(graph, inputs);
    }

    /** For {@code Nd4j.exec}, with the settings of a forward op. */
    public Backward(WeightedSum forward, INDArray... inputs) {
      super(inputs);
      settings(forward);
    }

    private void settings(WeightedSum forward) {
      addIArgument(forward.iArgs());
      addTArgument(forward.tArgs());
    }

    @Override
    public int getNumOutputs() {
      return integer(0) + (integer(1) > 0 ? 1 + integer(1) : 0);
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(in.length == getNumOutputs() + 1, "takes WeightedSum's inputs and dtotal", in);
      for (int i = 0; i < in.length; i++) {
        boolean omega = i == integer(0) && integer(1) > 0;
        boolean fits = omega ? same(in[i], new long[] {integer(1)}) : in[i].length == 0;
        check(fits, "takes scalars and ω [K]", in);
      }
      return Arrays.copyOf(in, in.length - 1);
    }
  }
}

package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = x wᵀ + b, or y = gelu(x wᵀ + b) with gelu(z) = z/2 · (1 + erf(z/√2)) (Hendrycks and Gimpel
 * 2016, the exact form).
 *
 * <p>x [N,I], w [O,I], b [O] → y [N,O]; with GELU also z [N,O], the sum before it, which the
 * gradient reads.
 */
public final class Linear extends Op {
  public Linear() {}

  /** Integer setting 0: 1 with GELU, else 0. */
  public Linear(SameDiff graph, SDVariable x, SDVariable w, SDVariable b, boolean gelu) {
    super(graph, x, w, b);
    addIArgument(gelu ? 1 : 0);
  }

  /** For {@code Nd4j.exec}: x, w, b. */
  public Linear(boolean gelu, INDArray... inputs) {
    super(inputs);
    addIArgument(gelu ? 1 : 0);
  }

  /** Whether GELU follows. */
  public boolean gelu() {
    return integer(0) == 1;
  }

  @Override
  public int getNumOutputs() {
    return gelu() ? 2 : 1;
  }

  /** x. */
  @Override
  public List<Integer> operands() {
    return List.of(0);
  }

  /** y and z. */
  @Override
  public List<Integer> products() {
    return List.of(0, 1);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    boolean fits =
        in.length == 3
            && in[0].length == 2
            && in[1].length == 2
            && in[2].length == 1
            && in[0][1] == in[1][1]
            && in[1][0] == in[2][0];
    check(fits, "takes x [N,I], w [O,I], b [O]", in);
    long[] y = {in[0][0], in[1][0]};
    return gelu() ? new long[][] {y, y} : new long[][] {y};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    SDVariable[] inputs = {arg(0), arg(1), dy.get(0)};
    if (gelu()) {
      inputs = Arguments.append(inputs, outputVariables()[1]);
    }
    SDVariable[] d = new Backward(sameDiff, gelu(), inputs).outputVariables();
    return List.of(d[0], d[1], d[2]);
  }

  /**
   * dz = dy, or dy · gelu'(z); dx = dz w, dw = dzᵀ x, db = Σ_n dz.
   *
   * <p>x [N,I], w [O,I], dy [N,O], with GELU z [N,O] → dx [N,I], dw [O,I], db [O], with GELU dz
   * [N,O].
   */
  public static final class Backward extends Op {
    public Backward() {}

    Backward(SameDiff graph, boolean gelu, SDVariable... inputs) {
      super(graph, inputs);
      addIArgument(gelu ? 1 : 0);
    }

    /** For {@code Nd4j.exec}. */
    public Backward(boolean gelu, INDArray... inputs) {
      super(inputs);
      addIArgument(gelu ? 1 : 0);
    }

    /** Whether GELU follows the forward op. */
    public boolean gelu() {
      return integer(0) == 1;
    }

    @Override
    public int getNumOutputs() {
      return gelu() ? 4 : 3;
    }

    /** x, dy and z. */
    @Override
    public List<Integer> operands() {
      return List.of(0, 2, 3);
    }

    /** dx and dz. */
    @Override
    public List<Integer> products() {
      return List.of(0, 3);
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(in.length == (gelu() ? 4 : 3), "takes x, w, dy and with GELU z", in);
      boolean fits =
          in[0].length == 2
              && in[1].length == 2
              && in[0][1] == in[1][1]
              && same(in[2], new long[] {in[0][0], in[1][0]})
              && (!gelu() || same(in[3], in[2]));
      check(fits, "takes x [N,I], w [O,I], dy [N,O], with GELU z [N,O]", in);
      long[] db = {in[1][0]};
      return gelu() ? new long[][] {in[0], in[1], db, in[2]} : new long[][] {in[0], in[1], db};
    }
  }
}

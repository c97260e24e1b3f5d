package dev.zener.op;

import dev.zener.device.Tensor;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = x wᵀ + b, or x wᵀ + b + a, or y = gelu(x wᵀ + b) with gelu(z) = z/2 · (1 + erf(z/√2))
 * (Hendrycks and Gimpel 2016, the exact form).
 *
 * <p>x [N,I], w [O,I], b [O], with an addend also a [N,O] → y [N,O]; with GELU also z = x wᵀ + b
 * [N,O], which the gradient needs.
 */
public final class Linear extends Op {
  public Linear() {}

  /** A layer without addend. Integer setting 0: 1 with GELU, else 0. */
  public Linear(SameDiff graph, SDVariable x, SDVariable w, SDVariable b, boolean gelu) {
    super(graph, x, w, b);
    addIArgument(gelu ? 1 : 0, 0);
  }

  /** For {@code Nd4j.exec}: x, w, b. */
  public Linear(boolean gelu, INDArray... inputs) {
    this(gelu, false, inputs);
  }

  /**
   * For {@code Nd4j.exec}: x, w, b, and the addend if there is one.
   *
   * @throws IllegalArgumentException if both GELU and an addend are requested
   */
  public Linear(boolean gelu, boolean addend, INDArray... inputs) {
    super(inputs);
    if (gelu && addend) {
      throw new IllegalArgumentException("nothing is added before or after GELU");
    }
    addIArgument(gelu ? 1 : 0, addend ? 1 : 0);
  }

  /** Whether GELU is applied. */
  public boolean gelu() {
    return integer(0) == 1;
  }

  /** Whether the last input is added to y. */
  public boolean addend() {
    return integer(1) == 1;
  }

  @Override
  public Optional<Op> adding(int i) {
    return gelu() || addend() ? Optional.empty() : Optional.of(new Linear(false, true));
  }

  @Override
  public int getNumOutputs() {
    return gelu() ? 2 : 1;
  }

  /** The operand x. */
  @Override
  public List<Integer> operands() {
    return List.of(0);
  }

  /** The outputs y and z. */
  @Override
  public List<Integer> products() {
    return List.of(0, 1);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    boolean fits =
        in.length == 3 + integer(1)
            && in[0].length == 2
            && in[1].length == 2
            && in[2].length == 1
            && in[0][1] == in[1][1]
            && in[1][0] == in[2][0];
    check(fits, "takes x [N,I], w [O,I], b [O]", in);
    long[] y = {in[0][0], in[1][0]};
    check(!addend() || same(in[3], y), "takes an addend [N,O]", in);
    return gelu() ? new long[][] {y, y} : new long[][] {y};
  }

  /** The work of N·I·O multiplications and additions. */
  @Override
  public double flops(Tensor[] in, Tensor[] out) {
    return 2.0 * in[0].size() * in[1].dim(0);
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
   * dz = dy, or dy · gelu'(z); dx = dz w, or dz w + a; dw = dzᵀ x, db = Σ_n dz.
   *
   * <p>x [N,I], w [O,I], dy [N,O], with GELU z [N,O], with an addend a [N,I] → dx [N,I], dw [O,I],
   * db [O], with GELU dz [N,O].
   */
  public static final class Backward extends Op {
    public Backward() {}

    Backward(SameDiff graph, boolean gelu, SDVariable... inputs) {
      super(graph, inputs);
      addIArgument(gelu ? 1 : 0, 0);
    }

    /** For {@code Nd4j.exec}. */
    public Backward(boolean gelu, INDArray... inputs) {
      this(gelu, false, inputs);
    }

    /** For {@code Nd4j.exec}, with or without an addend. */
    public Backward(boolean gelu, boolean addend, INDArray... inputs) {
      super(inputs);
      addIArgument(gelu ? 1 : 0, addend ? 1 : 0);
    }

    /** Whether the forward op applies GELU. */
    public boolean gelu() {
      return integer(0) == 1;
    }

    /** Whether the last input is added to dx. */
    public boolean addend() {
      return integer(1) == 1;
    }

    @Override
    public Optional<Op> adding(int i) {
      return i == 0 && !addend() ? Optional.of(new Backward(gelu(), true)) : Optional.empty();
    }

    @Override
    public int getNumOutputs() {
      return gelu() ? 4 : 3;
    }

    /** The operands x, dy and z. */
    @Override
    public List<Integer> operands() {
      return gelu() ? List.of(0, 2, 3) : List.of(0, 2);
    }

    /** The outputs dx and dz. */
    @Override
    public List<Integer> products() {
      return List.of(0, 3);
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      int count = 3 + integer(0) + integer(1);
      check(in.length == count, "takes x, w, dy, with GELU z, and what dx is added to", in);
      boolean fits =
          in[0].length == 2
              && in[1].length == 2
              && in[0][1] == in[1][1]
              && same(in[2], new long[] {in[0][0], in[1][0]})
              && (!gelu() || same(in[3], in[2]))
              && (!addend() || same(in[count - 1], in[0]));
      check(fits, "takes x [N,I], w [O,I], dy [N,O], with GELU z [N,O], perhaps a [N,I]", in);
      long[] db = {in[1][0]};
      return gelu() ? new long[][] {in[0], in[1], db, in[2]} : new long[][] {in[0], in[1], db};
    }

    /** The work of N·I·O multiplications and additions for each of dx and dw. */
    @Override
    public double flops(Tensor[] in, Tensor[] out) {
      int products = (out[0] == null ? 0 : 1) + (out[1] == null ? 0 : 1);
      return products * 2.0 * in[0].size() * in[1].dim(0);
    }
  }
}

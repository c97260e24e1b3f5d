package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y[n] = the numbers of left[n], then those of right[n].
 *
 * <p>left [N,L], right [N,R] → y [N,L+R].
 */
public final class Concat extends Op {
  public Concat() {}

  public Concat(SameDiff graph, SDVariable left, SDVariable right) {
    super(graph, left, right);
  }

  /** For {@code Nd4j.exec}: left, right. */
  public Concat(INDArray... inputs) {
    super(inputs);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 2 && sameRows(in), "takes left [N,L], right [N,R]", in);
    return new long[][] {{in[0][0], in[0][1] + in[1][1]}};
  }

  private static boolean sameRows(long[][] in) {
    return in[0].length == 2 && in[1].length == 2 && in[0][0] == in[1][0];
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    Backward backward = new Backward(sameDiff, arg(0), arg(1), dy.get(0));
    return List.of(backward.outputVariables());
  }

  /**
   * dleft = the first L columns of dy, dright = the others.
   *
   * <p>left [N,L], right [N,R] (their shapes alone are read), dy [N,L+R] → dleft [N,L], dright
   * [N,R].
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

    @Override
    public long[][] outputShapes(long[][] in) {
      boolean fits =
          in.length == 3 && sameRows(in) && same(in[2], new long[] {in[0][0], in[0][1] + in[1][1]});
      check(fits, "takes left [N,L], right [N,R], dy [N,L+R]", in);
      return new long[][] {in[0], in[1]};
    }
  }
}

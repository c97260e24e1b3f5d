package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y[i] = x[rows[i]]. A row may be chosen more than once.
 *
 * <p>x [N,H], rows [M] int → y [M,H].
 */
public final class Rows extends Op {
  public Rows() {}

  public Rows(SameDiff graph, SDVariable x, SDVariable rows) {
    super(graph, x, rows);
  }

  /** For {@code Nd4j.exec}: x, rows. */
  public Rows(INDArray... inputs) {
    super(inputs);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 2 && in[0].length == 2 && in[1].length == 1, "takes x [N,H], rows [M]", in);
    return new long[][] {{in[1][0], in[0][1]}};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    SDVariable dx = new Backward(sameDiff, arg(0), arg(1), dy.get(0)).outputVariable();
    return List.of(dx);
  }

  /**
   * dx[rows[i]] += dy[i], zero elsewhere.
   *
   * <p>x [N,H] (its shape alone is read), rows [M] int, dy [M,H] → dx [N,H].
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
    public long[][] outputShapes(long[][] in) {
      boolean fits =
          in.length == 3
              && in[0].length == 2
              && in[1].length == 1
              && same(in[2], new long[] {in[1][0], in[0][1]});
      check(fits, "takes x [N,H], rows [M], dy [M,H]", in);
      return new long[][] {in[0]};
    }
  }
}

package dev.zener.testing;

import dev.zener.op.GlueOp;
import dev.zener.op.backend.Kernel;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = tanh(x), s = 1 − y², which the gradient needs. A glue op that no backend knows, as an example
 * of one.
 *
 * <p>x of any shape → y, s of x's shape.
 */
public final class Tanh extends GlueOp {
  public Tanh() {}

  public Tanh(SameDiff graph, SDVariable x) {
    super(graph, x);
  }

  /** For {@code Nd4j.exec}: x. */
  public Tanh(INDArray... inputs) {
    super(inputs);
  }

  @Override
  public int getNumOutputs() {
    return 2;
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 1, "takes x", in);
    return new long[][] {in[0], in[0]};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    return List.of(new Backward(sameDiff, outputVariables()[1], dy.get(0)).outputVariable());
  }

  @Override
  public Kernel reference() {
    return TanhReference::forward;
  }

  /**
   * dx = s · dy.
   *
   * <p>s, dy of one shape → dx of that shape.
   */
  public static final class Backward extends GlueOp {
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
      check(in.length == 2 && same(in[0], in[1]), "takes s, dy of one shape", in);
      return new long[][] {in[0]};
    }

    @Override
    public Kernel reference() {
      return TanhReference::backward;
    }
  }
}

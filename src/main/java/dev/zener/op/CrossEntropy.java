package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * loss = −mean_w log softmax(logits_w)[labels_w]; 0 if W = 0.
 *
 * <p>logits [W,C], labels [W] int in [0,C) → loss, a scalar. A label out of range is an error.
 */
public final class CrossEntropy extends Op {
  public CrossEntropy() {}

  public CrossEntropy(SameDiff graph, SDVariable logits, SDVariable labels) {
    super(graph, logits, labels);
  }

  /** For {@code Nd4j.exec}: logits, labels. */
  public CrossEntropy(INDArray... inputs) {
    super(inputs);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(
        in.length == 2 && in[0].length == 2 && in[1].length == 1 && in[0][0] == in[1][0],
        "takes logits [W,C], labels [W]",
        in);
    return new long[][] {scalar()};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dloss) {
    SDVariable dlogits = new Backward(sameDiff, arg(0), arg(1), dloss.get(0)).outputVariable();
    return List.of(dlogits);
  }

  /**
   * dlogits = (softmax(logits) − onehot(labels)) · dloss / W.
   *
   * <p>logits [W,C], labels [W] int, dloss scalar → dlogits [W,C].
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
              && same(in[1], new long[] {in[0][0]})
              && in[2].length == 0;
      check(fits, "takes logits [W,C], labels [W], dloss []", in);
      return new long[][] {in[0]};
    }
  }
}

package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * loss = mean over words and labels of (softmax(logits) − soft)²; 0 if W = 0 (the student loss of
 * MSD, on probabilities and without temperature).
 *
 * <p>logits [W,C], soft labels [W,C], which get no gradient → loss, a scalar.
 */
public final class SoftMse extends Op {
  public SoftMse() {}

  public SoftMse(SameDiff graph, SDVariable logits, SDVariable soft) {
    super(graph, logits, soft);
  }

  /** For {@code Nd4j.exec}: logits, soft. */
  public SoftMse(INDArray... inputs) {
    super(inputs);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(
        in.length == 2 && in[0].length == 2 && same(in[0], in[1]),
        "takes logits [W,C], soft [W,C]",
        in);
    return new long[][] {scalar()};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dloss) {
    SDVariable dlogits = new Backward(sameDiff, arg(0), arg(1), dloss.get(0)).outputVariable();
    return List.of(dlogits);
  }

  /**
   * With p = softmax(logits) and g = 2 (p − soft) / (W·C): dlogits = dloss · p (g − Σ_C g p).
   *
   * <p>logits [W,C], soft [W,C], dloss scalar → dlogits [W,C].
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
      boolean fits = in.length == 3 && in[0].length == 2 && same(in[1], in[0]) && in[2].length == 0;
      check(fits, "takes logits [W,C], soft [W,C], dloss []", in);
      return new long[][] {in[0]};
    }
  }
}

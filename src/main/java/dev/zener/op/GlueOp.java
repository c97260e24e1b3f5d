package dev.zener.op;

import dev.zener.op.backend.Kernel;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An op of the second tier, which is cheap to add: it needs a contract, a reference kernel and a
 * test. Every backend without a kernel of its own runs the reference kernel; a card copies its
 * operands to the host and the results back. An op of the first tier, a core op, extends {@link Op}
 * itself and has fast kernels. If a profile shows that a glue op matters, it becomes a core op.
 *
 * <p>A device may pad the inputs of a batch with rows of zeros. An op that combines rows must
 * therefore be told which rows count, as {@link CrossEntropy} is by its labels.
 */
public abstract class GlueOp extends Op {
  /** For ND4J, which creates copies by name. */
  protected GlueOp() {}

  protected GlueOp(SameDiff graph, SDVariable... inputs) {
    super(graph, inputs);
  }

  protected GlueOp(INDArray... inputs) {
    super(inputs);
  }

  /** The reference kernel for the op's settings: plain loops that accumulate in double. */
  public abstract Kernel reference();
}

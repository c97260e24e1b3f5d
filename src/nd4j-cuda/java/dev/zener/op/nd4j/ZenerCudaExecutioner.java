package dev.zener.op.nd4j;

import dev.zener.op.Op;
import dev.zener.op.cuda.CudaBackend;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.jcublas.ops.executioner.CudaExecutioner;

/**
 * An extension of ND4J's CUDA executioner that also runs Zener's ops, by Zener's kernels on ND4J's
 * arrays and stream. {@link ZenerCudaBackend} registers it with ND4J.
 */
public final class ZenerCudaExecutioner extends CudaExecutioner {
  private final ArrayExecution execution = new ArrayExecution(new CudaArrays());

  /**
   * Called by ND4J.
   *
   * @throws IllegalStateException if Zener's kernels cannot be used, or ND4J's do not support the
   *     GPU
   */
  public ZenerCudaExecutioner() {
    CudaBackend.requireNd4j();
  }

  @Override
  public INDArray[] exec(CustomOp op) {
    return op instanceof Op own ? execution.exec(own) : super.exec(op);
  }

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    return op instanceof Op own ? execution.exec(own, context) : super.exec(op, context);
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape(CustomOp op) {
    return op instanceof Op own ? own.calculateOutputShape() : super.calculateOutputShape(op);
  }

  @Override
  public List<LongShapeDescriptor> calculateOutputShape(CustomOp op, OpContext context) {
    return op instanceof Op own
        ? own.calculateOutputShape(context)
        : super.calculateOutputShape(op, context);
  }
}

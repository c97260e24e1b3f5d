package dev.zener.op.nd4j;

import dev.zener.device.Workers;
import dev.zener.op.Op;
import dev.zener.op.backend.Backends;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;

/**
 * An extension of ND4J's CPU executioner that also runs Zener's ops, so that {@code Nd4j.exec} and
 * SameDiff's sessions can use them. {@link ZenerBackend} registers it with ND4J.
 */
public final class ZenerExecutioner extends NativeOpExecutioner {
  /** Created when the first of Zener's ops runs, since it looks for a GPU. */
  private static final class Own {
    static final ArrayExecution EXECUTION =
        new ArrayExecution(
            new HostArrays(Backends.card().map(card -> new Offload(card, Workers.threads()))));
  }

  @Override
  public INDArray[] exec(CustomOp op) {
    return op instanceof Op own ? Own.EXECUTION.exec(own) : super.exec(op);
  }

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    return op instanceof Op own ? Own.EXECUTION.exec(own, context) : super.exec(op, context);
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

package dev.zener.op.nd4j;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.ElementTypes;
import dev.zener.op.Op;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arrays of ND4J's CPU backend. An op runs on a GPU if that is faster in spite of the copies. */
final class HostArrays implements ArrayAccess {
  private final Optional<Offload> card;

  HostArrays(Optional<Offload> card) {
    this.card = card;
  }

  @Override
  public Tensor reading(INDArray array) {
    return Tensor.at(array.data().address(), ElementTypes.of(array.dataType()), array.shape());
  }

  @Override
  public Tensor writing(INDArray array) {
    return reading(array);
  }

  @Override
  public Kernel kernel(Op op, ElementType type, Tensor[] in, Tensor[] out) {
    return card.flatMap(offload -> offload.kernel(op, type, in, out))
        .orElseGet(() -> Backends.cpu().kernel(op, type));
  }

  @Override
  public void written(INDArray array) {
    // nothing to do for host memory
  }
}

package dev.zener.op;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.cpu.nativecpu.ops.NativeOpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's CPU executioner that also runs our ops, so that {@code Nd4j.exec} and SameDiff's own
 * sessions do. ND4J makes one when the system property {@value Op#EXECUTIONER_PROPERTY} names it.
 */
public final class ZenerExecutioner extends NativeOpExecutioner {
  @Override
  public INDArray[] exec(CustomOp op) {
    if (!(op instanceof Op own)) {
      return super.exec(op);
    }
    if (own.numOutputArguments() == 0) {
      own.calculateOutputShape().forEach(s -> own.addOutputArgument(Nd4j.create(s)));
    }
    return run(own, own.inputArguments(), own.outputArguments());
  }

  @Override
  public INDArray[] exec(CustomOp op, OpContext context) {
    return op instanceof Op own
        ? run(own, context.getInputArrays(), context.getOutputArrays())
        : super.exec(op, context);
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

  private static INDArray[] run(Op op, List<INDArray> inputs, List<INDArray> outputs) {
    // Dense copies must outlive the kernel, which reads their addresses.
    INDArray[] in = inputs.stream().map(ZenerExecutioner::dense).toArray(INDArray[]::new);
    INDArray[] out = outputs.stream().map(ZenerExecutioner::dense).toArray(INDArray[]::new);
    Tensor[] sources = tensors(in);
    op.outputShapes(shapes(in));
    ElementType type = op.elementType(List.of(sources).stream().map(Tensor::type).toList());
    try (Kernel kernel = Backends.best().kernel(op, type)) {
      Tensor[] targets = tensors(out);
      kernel.prepare(sources, targets);
      kernel.run(sources, targets);
    }
    INDArray[] results = outputs.toArray(INDArray[]::new);
    for (int i = 0; i < results.length; i++) {
      if (results[i] != out[i]) {
        results[i].assign(out[i]);
      }
    }
    return results;
  }

  private static long[][] shapes(INDArray[] arrays) {
    long[][] shapes = new long[arrays.length][];
    for (int i = 0; i < arrays.length; i++) {
      shapes[i] = arrays[i].shape();
    }
    return shapes;
  }

  private static Tensor[] tensors(INDArray[] arrays) {
    Tensor[] tensors = new Tensor[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      INDArray a = arrays[i];
      long address = a.data().address() + a.offset() * a.data().getElementSize();
      tensors[i] = Tensor.at(address, ElementTypes.of(a.dataType()), a.shape());
    }
    return tensors;
  }

  private static INDArray dense(INDArray a) {
    return a.isEmpty() || rowMajor(a.shape(), a.stride()) ? a : a.dup('c');
  }

  /** ND4J calls a permuted array of rank 3 'c' too: only the strides tell. */
  private static boolean rowMajor(long[] shape, long[] stride) {
    long expected = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] > 1 && stride[i] != expected) {
        return false;
      }
      expected *= shape[i];
    }
    return true;
  }
}

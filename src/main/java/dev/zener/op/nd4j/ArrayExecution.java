package dev.zener.op.nd4j;

import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** Runs Zener's ops on ND4J arrays, for the executioners of all ND4J backends. */
final class ArrayExecution {
  private final ArrayAccess access;

  ArrayExecution(ArrayAccess access) {
    this.access = access;
  }

  /** Runs an op for {@code Nd4j.exec}. Outputs are created if the op has none. */
  INDArray[] exec(Op op) {
    if (op.numOutputArguments() == 0) {
      op.calculateOutputShape().forEach(s -> op.addOutputArgument(Nd4j.create(s)));
    }
    return run(op, op.inputArguments(), op.outputArguments());
  }

  /** Runs an op for a SameDiff session. */
  INDArray[] exec(Op op, OpContext context) {
    return run(op, context.getInputArrays(), context.getOutputArrays());
  }

  private INDArray[] run(Op op, List<INDArray> inputs, List<INDArray> outputs) {
    // Dense copies must outlive the kernel, which reads their addresses.
    INDArray[] in = inputs.stream().map(ArrayExecution::dense).toArray(INDArray[]::new);
    INDArray[] out = outputs.stream().map(ArrayExecution::dense).toArray(INDArray[]::new);
    op.outputShapes(Arrays.stream(in).map(INDArray::shape).toArray(long[][]::new));
    Tensor[] sources = Arrays.stream(in).map(access::reading).toArray(Tensor[]::new);
    Tensor[] targets = Arrays.stream(out).map(access::writing).toArray(Tensor[]::new);
    ElementType type = op.elementType(Arrays.stream(sources).map(Tensor::type).toList());
    int openMpThreads = OpenMp.single(); // with several, the bits may depend on the thread
    try (Kernel kernel = access.kernel(op, type, sources, targets)) {
      kernel.prepare(sources, targets);
      kernel.run(sources, targets);
    } finally {
      OpenMp.set(openMpThreads);
    }
    Arrays.stream(out).forEach(access::written);
    INDArray[] results = outputs.toArray(INDArray[]::new);
    for (int i = 0; i < results.length; i++) {
      if (results[i] != out[i]) {
        results[i].assign(out[i]);
      }
    }
    return results;
  }

  private static INDArray dense(INDArray a) {
    boolean whole = a.offset() == 0 && rowMajor(a.shape(), a.stride());
    return a.isEmpty() || whole ? a : a.dup('c');
  }

  /** Checks the strides, because ND4J may report order 'c' for a permuted array of rank 3. */
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

package dev.zener.op;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a backend of ND4J's keeps its arrays, and what it must be told when somebody else's kernel
 * works on them. For each op, on one thread: {@link #reading} of every input and {@link #writing}
 * of every output, the kernel, {@link #written} of every output. Arrays are dense and row-major and
 * begin where their buffer does.
 */
interface ArrayAccess {
  /** What an array holds, where the kernels can read it. */
  Tensor reading(INDArray array);

  /** Where a kernel may write an array; what it held is lost. */
  Tensor writing(INDArray array);

  /** The kernel for an op on such tensors. Whoever asks for it closes it. */
  Kernel kernel(Op op, ElementType type, Tensor[] in, Tensor[] out);

  /** Says that a kernel has been started that writes the array. */
  void written(INDArray array);
}

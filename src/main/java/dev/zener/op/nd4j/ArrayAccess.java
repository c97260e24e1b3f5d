package dev.zener.op.nd4j;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Access to the arrays of one of ND4J's backends, for kernels that are not part of ND4J. For each
 * op, on one thread, call {@link #reading} for every input and {@link #writing} for every output,
 * run the kernel, and call {@link #written} for every output. Arrays are dense and row-major and
 * start at the beginning of their buffer.
 */
interface ArrayAccess {
  /** A tensor with the contents of an array, in memory that the kernels can read. */
  Tensor reading(INDArray array);

  /** A tensor that a kernel may write to as the array; its former contents are lost. */
  Tensor writing(INDArray array);

  /** The kernel for an op on these tensors. The caller must close it. */
  Kernel kernel(Op op, ElementType type, Tensor[] in, Tensor[] out);

  /** Reports that a kernel that writes the array has been started. */
  void written(INDArray array);
}

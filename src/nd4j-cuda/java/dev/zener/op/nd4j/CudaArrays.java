package dev.zener.op.nd4j;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.ElementTypes;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import dev.zener.op.cuda.CudaBackend;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.jita.allocator.impl.AtomicAllocator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.jcublas.buffer.BaseCudaDataBuffer;

/**
 * Arrays of ND4J's CUDA backend, which holds each on the host, on the GPU or both. Kernels run on
 * ND4J's stream for the calling thread, so no waiting is needed.
 */
final class CudaArrays implements ArrayAccess {
  private final Map<Long, Backend> backends = new ConcurrentHashMap<>();

  @Override
  public Tensor reading(INDArray array) {
    ((BaseCudaDataBuffer) array.data()).getOpaqueDataBuffer().syncToSpecial();
    Tensor here = writing(array);
    // integer arrays, such as offsets and labels, are checked on the host before they are used
    return array.dataType().isFPType() ? here : here.copyOf(host(array));
  }

  private static Tensor host(INDArray array) {
    long address = AtomicAllocator.getInstance().getHostPointer(array).address();
    return Tensor.at(address, ElementTypes.of(array.dataType()), array.shape());
  }

  @Override
  public Tensor writing(INDArray array) {
    AtomicAllocator allocator = AtomicAllocator.getInstance();
    long address = allocator.getPointer(array, allocator.getDeviceContext()).address();
    return Tensor.onDevice(address, ElementTypes.of(array.dataType()), array.shape());
  }

  @Override
  public Kernel kernel(Op op, ElementType type, Tensor[] in, Tensor[] out) {
    long stream = AtomicAllocator.getInstance().getDeviceContext().getCublasStream().address();
    return backends.computeIfAbsent(stream, CudaBackend::onStream).kernel(op, type);
  }

  @Override
  public void written(INDArray array) {
    AtomicAllocator.getInstance().tickDeviceWrite(array);
  }
}

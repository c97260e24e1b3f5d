package dev.zener.op.cuda;

import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.Linear;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;

/**
 * A program for a test: it computes an op without matrix products on a card, then one with them.
 */
public final class WithoutProducts {
  private WithoutProducts() {}

  /** Prints MMD of two rows and the message of the exception that a product throws. */
  public static void main(String[] arguments) {
    CudaBackend.failure().ifPresent(System.out::println);
    CudaBackend card = CudaBackend.float32();

    System.out.printf("MMD %.4f%n", run(card, new Mmd(), new long[][] {{1, 2}, {1, 2}}));
    try {
      run(card, new Linear(false), new long[][] {{1, 2}, {1, 2}, {1}});
      System.out.println("there were products");
    } catch (CudaException e) {
      System.out.println(e.getMessage());
    }
  }

  /** The first number of the result for inputs that count 0, 1, 2 and so on. */
  private static double run(CudaBackend card, Op op, long[][] shapes) {
    Memory memory = card.memory();
    Tensor[] in = new Tensor[shapes.length];
    float next = 0;
    for (int i = 0; i < in.length; i++) {
      Tensor host = Memory.HOST.allocate(64).tensor(0, ElementType.FLOAT32, shapes[i]);
      for (int j = 0; j < host.size(); j++) {
        host.floats().put(j, next++);
      }
      in[i] = memory.allocate(64).tensor(0, ElementType.FLOAT32, shapes[i]);
      memory.upload(host, in[i]);
    }
    long[] shape = op.outputShapes(shapes)[0];
    Tensor[] out = {memory.allocate(64).tensor(0, ElementType.FLOAT32, shape)};
    try (Kernel kernel = card.kernel(op, ElementType.FLOAT32)) {
      kernel.prepare(in, out);
      kernel.run(in, out);
      Tensor result = Memory.HOST.allocate(64).tensor(0, ElementType.FLOAT32, shape);
      memory.download(out[0], result);
      return result.floats().get(0);
    }
  }
}

package dev.zener.benchmarks;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.Linear;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * The maximum speed of a device at this moment, with which the speed of a kernel is compared. A CPU
 * uses all threads that the library uses. Both figures are the best of many runs.
 *
 * @param gflops GFLOP/s of a large matrix product
 * @param gigabytes GB/s of a copy of as many bytes as a call moves, half of them read and half
 *     written; if they fit into a cache, so does the copy
 */
record Ceiling(double gflops, double gigabytes) {
  private static final double SECONDS = 0.5;

  /** The inner dimension and the number of columns of the large product. */
  private static final int SIZE = 1024;

  private static final int ROWS = 4 * SIZE;

  /**
   * Measures the ceiling.
   *
   * @param backend the backend whose device and products are measured; for the reference kernels,
   *     the fastest backend of the CPU is measured instead
   * @param operands the type of the operands of the product
   * @param bytes the number of bytes that a call moves
   */
  static Ceiling measure(Backend backend, ElementType operands, double bytes) {
    int half = (int) Math.max(Float.BYTES, Math.min(bytes / 2, 1 << 30));
    Backend best = backend.name().equals("reference") ? Backends.cpu() : backend;
    boolean host = best.memory().isHost();
    return new Ceiling(product(best, operands), host ? copy(half) : copy(best, half));
  }

  /** The least time of a call in seconds. */
  double seconds(double gflop, double gbyte) {
    return Math.max(gflop / gflops, gbyte / gigabytes);
  }

  private static double product(Backend backend, ElementType type) {
    long bytes = Block.align((long) ROWS * SIZE * Float.BYTES);
    try (Block block = Block.allocate(4 * bytes)) {
      Tensor x = fill(block.tensor(0, type, ROWS, SIZE));
      Tensor w = fill(block.tensor(bytes, ElementType.FLOAT32, SIZE, SIZE));
      Tensor bias = block.tensor(2 * bytes, ElementType.FLOAT32, SIZE);
      Tensor y = block.tensor(3 * bytes, type, ROWS, SIZE);
      double flops = 2.0 * ROWS * SIZE * SIZE;
      Kernel linear = backend.kernel(new Linear(false), ElementType.FLOAT32);
      return flops / least(backend, linear, y, x, w, bias) / 1e9;
    }
  }

  private static Tensor fill(Tensor t) {
    Random random = new Random(1);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }

  /** Measures one thread and all threads, since for a few kilobytes one thread is faster. */
  private static double copy(int bytes) {
    ByteBuffer from = ByteBuffer.allocateDirect(bytes);
    ByteBuffer to = ByteBuffer.allocateDirect(bytes);
    double alone = least(() -> to.put(0, from, 0, bytes));
    double shared = least(() -> Workers.run(bytes, 2, (i, end) -> to.put(i, from, i, end - i)));
    return 2.0 * bytes / Math.min(alone, shared) / 1e9;
  }

  private static double copy(Backend backend, int bytes) {
    try (Block block = Block.allocate(2L * Block.align(bytes))) {
      Tensor from = block.tensor(0, ElementType.FLOAT32, bytes / Float.BYTES);
      Tensor to = block.tensor(Block.align(bytes), ElementType.FLOAT32, bytes / Float.BYTES);
      Kernel copy = backend.cast(ElementType.FLOAT32, ElementType.FLOAT32);
      return 2.0 * bytes / least(backend, copy, to, from) / 1e9;
    }
  }

  private static double least(Backend backend, Kernel kernel, Tensor output, Tensor... inputs) {
    try (Call call = new Call(backend.memory(), kernel, inputs, new Tensor[] {output})) {
      return least(call::run);
    }
  }

  private static double least(Runnable work) {
    double least = Double.POSITIVE_INFINITY;
    long start = System.nanoTime();
    long before = start;
    do {
      work.run();
      long now = System.nanoTime();
      least = Math.min(least, (now - before) / 1e9);
      before = now;
    } while (before - start < SECONDS * 1e9);
    return least;
  }
}

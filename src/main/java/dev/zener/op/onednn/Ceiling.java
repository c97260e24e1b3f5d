package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Workers;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;

/**
 * What this machine reaches when it does nothing but multiply: oneDNN's products of BERT's widest
 * layer, [2048,768] by [768,3072] and back, weights in the layout that oneDNN likes best, on all
 * threads. Useful work is held against it.
 */
public final class Ceiling {
  private static final int ROWS = 2048;
  private static final int HIDDEN = 768;
  private static final int WIDE = 3072;
  private static final long DURATION = 500_000_000;
  private static final int LEAST = 5;

  private Ceiling() {}

  /**
   * Measures for half a second.
   *
   * @param operands FLOAT32 or BFLOAT16; sums are float32
   * @return 10⁹ floating-point operations a second, the best round's
   */
  public static double gflops(ElementType operands) {
    int openMpThreads = OpenMp.single();
    Worker[] workers = new Worker[Workers.threads()];
    try {
      int rows = ROWS / workers.length;
      parts(workers.length, i -> workers[i] = new Worker(rows, operands));
      return best(workers, 4.0 * rows * workers.length * HIDDEN * WIDE);
    } finally {
      for (Worker worker : workers) {
        if (worker != null) { // a product that could not be made leaves the rest unmade
          worker.close();
        }
      }
      OpenMp.set(openMpThreads);
    }
  }

  /** Each by the thread of its number: a product belongs to one. */
  private static void parts(int n, IntConsumer part) {
    Workers.run(n, 2, (number, from, to) -> part.accept(number));
  }

  private static double best(Worker[] workers, double flops) {
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + DURATION;
    for (int round = 0; round < LEAST || System.nanoTime() < end; round++) {
      long start = System.nanoTime();
      parts(workers.length, i -> workers[i].run());
      best = Math.min(best, System.nanoTime() - start);
    }
    return flops / best;
  }

  /** A thread's rows, there and back. */
  private static final class Worker implements AutoCloseable {
    private final Product there;
    private final Product back;

    Worker(int rows, ElementType operands) {
      there = new Product(rows, HIDDEN, WIDE, operands);
      back = new Product(rows, WIDE, HIDDEN, operands);
    }

    void run() {
      there.run();
      back.run();
    }

    @Override
    public void close() {
      there.close();
      back.close();
    }
  }

  /** x [m,k] w [k,n] of numbers near one, with memory of its own. */
  private static final class Product implements AutoCloseable {
    private final MatMul product;
    private final Block x;
    private final Block w;
    private final Block y;

    Product(int m, int k, int n, ElementType operands) {
      MatMul.Shape shape =
          new MatMul.Shape(
              m, n, k, operands, operands, k, 0, n, MatMul.Weights.PACKED, MatMul.Epilogue.NONE);
      product = new MatMul(shape);
      x = filled((long) m * k * operands.bytes());
      y = filled((long) m * n * operands.bytes());
      dnnl_memory_desc packed = MatMul.packed(shape);
      w = filled(dnnl.dnnl_memory_desc_get_size(packed));
      dnnl.dnnl_memory_desc_destroy(packed);
    }

    /** With 0x3f3f3f3f: about 0.75 in either type. */
    private static Block filled(long bytes) {
      Block block = Block.allocate(bytes);
      ByteBuffer all = block.tensor(0, ElementType.INT32, bytes / Integer.BYTES).bytes();
      while (all.hasRemaining()) {
        all.put((byte) 0x3f);
      }
      return block;
    }

    void run() {
      product.run(x.address(), w.address(), y.address(), 0);
    }

    @Override
    public void close() {
      product.close();
      x.close();
      w.close();
      y.close();
    }
  }
}

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
 * threads. Useful work is held against it. A machine that others use is not always equally fast, so
 * it is measured again and again, between the steps of that work.
 */
public final class Ceiling implements AutoCloseable {
  private static final int ROWS = 2048;
  private static final int HIDDEN = 768;
  private static final int WIDE = 3072;
  private static final long DURATION = 50_000_000;
  private static final int WARM_UP = 3;

  private final int openMpThreads = OpenMp.single();
  private final Worker[] workers = new Worker[Workers.threads()];
  private final double flopsOfRound;
  private double flops;
  private long nanos;
  private double best;

  /**
   * Measures nothing yet.
   *
   * @param operands FLOAT32 or BFLOAT16; sums are float32
   */
  public Ceiling(ElementType operands) {
    int rows = ROWS / workers.length;
    flopsOfRound = 4.0 * rows * workers.length * HIDDEN * WIDE;
    try {
      parts(i -> workers[i] = new Worker(rows, operands));
      for (int i = 0; i < WARM_UP; i++) {
        round();
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Each by the thread of its number: a product belongs to one. */
  private void parts(IntConsumer part) {
    Workers.run(workers.length, 2, (number, from, to) -> part.accept(number));
  }

  private long round() {
    long start = System.nanoTime();
    parts(i -> workers[i].run());
    return System.nanoTime() - start;
  }

  /** Multiplies for a twentieth of a second. */
  public void measure() {
    long end = System.nanoTime() + DURATION;
    do {
      long time = round();
      nanos += time;
      flops += flopsOfRound;
      best = Math.max(best, flopsOfRound / time);
    } while (System.nanoTime() < end);
  }

  /** 10⁹ floating-point operations a second over all measured time; NaN before the first. */
  public double gflops() {
    return flops / nanos;
  }

  /** 10⁹ floating-point operations a second in the shortest round of some milliseconds. */
  public double best() {
    return best;
  }

  @Override
  public void close() {
    for (Worker worker : workers) {
      if (worker != null) { // a product that could not be made leaves the rest unmade
        worker.close();
      }
    }
    OpenMp.set(openMpThreads);
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

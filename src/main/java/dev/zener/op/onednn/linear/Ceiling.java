package dev.zener.op.onednn.linear;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Workers;
import dev.zener.op.onednn.primitive.MatMul;
import dev.zener.op.onednn.primitive.MatMul.Epilogue;
import dev.zener.op.onednn.primitive.Primitives;
import java.nio.ByteBuffer;

/**
 * Measures this machine's speed in matrix products alone, with which the speed of useful work is
 * compared. It runs oneDNN's products of BERT's widest layer, [2048,768] by [768,3072] and back,
 * with weights in the layout that oneDNN prefers, on all threads allowed. Since the speed of a
 * shared machine varies, it is measured repeatedly, between the steps of the useful work.
 */
public final class Ceiling implements AutoCloseable {
  private static final int ROWS = 2048;
  private static final int HIDDEN = 768;
  private static final int WIDE = 3072;
  private static final long DURATION = 50_000_000;
  private static final int WARM_UP = 3;

  /** The rows of one product, few enough that no thread waits long for another. */
  private static final int CHUNK = 128;

  /** The number of parts that the columns are cut into; products of more columns are slower. */
  private static final int SLICES = 2;

  private static final int ITEMS = SLICES * ROWS / CHUNK;

  private final int openMpThreads = OpenMp.single();
  private final Product there;
  private final Product back;
  private double flops;
  private long nanos;
  private double best;

  /**
   * Creates and warms up the products.
   *
   * @param operands the type of the operands, FLOAT32 or BFLOAT16; sums are float32
   */
  public Ceiling(ElementType operands) {
    there = new Product(HIDDEN, WIDE, operands);
    back = new Product(WIDE, HIDDEN, operands);
    for (int i = 0; i < WARM_UP; i++) {
      round();
    }
  }

  private long round() {
    long start = System.nanoTime();
    Workers.each(2 * ITEMS, 2, i -> (i < ITEMS ? there : back).run(i % ITEMS));
    return System.nanoTime() - start;
  }

  /** Measures for a twentieth of a second. */
  public void measure() {
    long end = System.nanoTime() + DURATION;
    do {
      long time = round();
      nanos += time;
      flops += 2 * Product.FLOPS;
      best = Math.max(best, 2 * Product.FLOPS / time);
    } while (System.nanoTime() < end);
  }

  /** The mean speed in 10⁹ operations per second; NaN before the first measurement. */
  public double gflops() {
    return flops / nanos;
  }

  /** The speed of the shortest round, of some milliseconds, in 10⁹ operations per second. */
  public double best() {
    return best;
  }

  @Override
  public void close() {
    there.close();
    back.close();
    OpenMp.set(openMpThreads);
  }

  /** A product x [ROWS,k] w [k,n] with its own memory, of numbers near 1. */
  private static final class Product implements AutoCloseable {
    private static final double FLOPS = 2.0 * ROWS * HIDDEN * WIDE;

    private final MatMul.Shape shape;
    private final long rowX;
    private final long rowY;
    private final long sliceW;
    private final long sliceY;
    private final Block x;
    private final Block w;
    private final Block y;

    Product(int k, int n, ElementType operands) {
      int columns = n / SLICES;
      shape =
          new MatMul.Shape(
              CHUNK, columns, k, operands, operands, k, 0, n, MatMul.Weights.PACKED, Epilogue.NONE);
      rowX = (long) k * operands.bytes();
      rowY = (long) n * operands.bytes();
      x = filled(ROWS * rowX);
      y = filled(ROWS * rowY);
      sliceY = (long) columns * operands.bytes();
      try (PackedLayout packed = new PackedLayout(shape)) {
        sliceW = Block.align(packed.bytes());
      }
      w = filled(SLICES * sliceW);
    }

    /** A block filled with 0x3f3f3f3f, which is about 0.75 in both types. */
    private static Block filled(long bytes) {
      Block block = Block.allocate(bytes);
      ByteBuffer all = block.tensor(0, ElementType.INT32, bytes / Integer.BYTES).bytes();
      while (all.hasRemaining()) {
        all.put((byte) 0x3f);
      }
      return block;
    }

    void run(int item) {
      long row = (long) (item / SLICES) * CHUNK;
      int slice = item % SLICES;
      Primitives.matMul(shape)
          .run(
              x.address() + row * rowX,
              w.address() + slice * sliceW,
              y.address() + row * rowY + slice * sliceY);
    }

    @Override
    public void close() {
      x.close();
      w.close();
      y.close();
    }
  }
}

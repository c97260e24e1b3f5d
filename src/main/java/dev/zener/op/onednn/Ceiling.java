package dev.zener.op.onednn;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Workers;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

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
      each(workers.length, i -> workers[i] = new Worker(rows, operands));
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

  private interface Each {
    void run(int worker);
  }

  private static void each(int n, Each each) {
    Workers.run(
        n,
        2,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            each.run(i);
          }
        });
  }

  private static double best(Worker[] workers, double flops) {
    long best = Long.MAX_VALUE;
    long end = System.nanoTime() + DURATION;
    for (int round = 0; round < LEAST || System.nanoTime() < end; round++) {
      long start = System.nanoTime();
      each(workers.length, i -> workers[i].run());
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
    private final dnnl_primitive primitive = new dnnl_primitive();
    private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(3);
    private final Block[] blocks = new Block[3];
    private final dnnl_memory[] memories = new dnnl_memory[3];

    Product(int m, int k, int n, ElementType operands) {
      int type = operands == ElementType.BFLOAT16 ? dnnl.dnnl_bf16 : dnnl.dnnl_f32;
      dnnl_memory_desc[] wanted = {
        layout(type, dnnl.dnnl_ab, m, k),
        layout(type, dnnl.dnnl_format_tag_any, k, n),
        layout(type, dnnl.dnnl_ab, m, n)
      };
      dnnl_primitive_desc description = new dnnl_primitive_desc();
      Engine.check(
          dnnl.dnnl_matmul_primitive_desc_create(
              description, Engine.get(), wanted[0], wanted[1], null, wanted[2], null),
          "matrix product");
      Engine.check(dnnl.dnnl_primitive_create(primitive, description), "matrix product");
      int[] kinds = {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST};
      int[] queries = {dnnl.dnnl_query_src_md, dnnl.dnnl_query_weights_md, dnnl.dnnl_query_dst_md};
      for (int i = 0; i < kinds.length; i++) {
        memories[i] = memory(i, dnnl.dnnl_primitive_desc_query_md(description, queries[i], 0));
        arguments.position(i).arg(kinds[i]).memory(memories[i]);
        dnnl.dnnl_memory_desc_destroy(wanted[i]);
      }
      arguments.position(0);
      dnnl.dnnl_primitive_desc_destroy(description);
    }

    private static dnnl_memory_desc layout(int type, int tag, long rows, long columns) {
      dnnl_memory_desc layout = new dnnl_memory_desc();
      Engine.check(
          dnnl.dnnl_memory_desc_create_with_tag(layout, 2, new long[] {rows, columns}, type, tag),
          "memory layout");
      return layout;
    }

    /** Filled with 0x3f3f3f3f: about 0.75 in either type. */
    private dnnl_memory memory(int i, dnnl_memory_desc layout) {
      long bytes = dnnl.dnnl_memory_desc_get_size(layout);
      blocks[i] = Block.allocate(bytes);
      Pointer.memset(new BytePointer(new Place(blocks[i].address())), 0x3f, bytes);
      dnnl_memory memory = new dnnl_memory();
      Engine.check(
          dnnl.dnnl_memory_create(memory, layout, Engine.get(), new Place(blocks[i].address())),
          "memory");
      return memory;
    }

    void run() {
      Engine.check(
          dnnl.dnnl_primitive_execute(primitive, Engine.stream(), 3, arguments), "matrix product");
    }

    @Override
    public void close() {
      dnnl.dnnl_primitive_destroy(primitive);
      for (int i = 0; i < blocks.length; i++) {
        dnnl.dnnl_memory_destroy(memories[i]);
        blocks[i].close();
      }
      arguments.close();
    }
  }

  private static final class Place extends Pointer {
    Place(long where) {
      super((Pointer) null);
      address = where;
    }
  }
}

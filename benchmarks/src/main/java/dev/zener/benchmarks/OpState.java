package dev.zener.benchmarks;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Backend;
import dev.zener.op.Backends;
import dev.zener.op.Kernel;
import dev.zener.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * One kernel over one batch in float32. The secondary figures are GFLOP/s and GB/s, counting every
 * element that has to be read or written once; the second says nothing of memory where the batch
 * fits into a cache. A kernel whose answer is not the reference kernel's is not timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class OpState {
  /** Share of an output's largest entry by which a kernel may miss. */
  private static final double ALLOWED = 1e-4;

  /** Backend and batch; the reference kernels are timed on the small batch alone. */
  @Param({"onednn/mbert-32x27", "onednn/mbert-32x128", "onednn/odd", "reference/odd"})
  public String run;

  private final List<Block> blocks = new ArrayList<>();
  private final Random random = new Random(1);
  private Problem problem;
  private Kernel kernel;
  private Tensor[] outputs;
  private double gigabytes;

  /**
   * An op to time.
   *
   * @param flops floating-point operations of a call; 0 where memory alone counts
   */
  protected record Problem(Op op, double flops, Tensor... inputs) {}

  /** JMH turns these fields into rates. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rate {
    public double gflop;
    public double gbyte;
  }

  /** The op itself. */
  protected abstract Problem forward(Batch batch);

  /** The op that the benchmark method of a name times. */
  protected Problem problem(String method, Batch batch) {
    return forward(batch);
  }

  /** Bytes of the inputs that a call has no need to read. */
  protected double untouched(String method, Batch batch) {
    return 0;
  }

  @Setup
  public void setUp(BenchmarkParams params) {
    String[] parts = run.split("/");
    Batch batch = Batch.named(parts[1]);
    String name = params.getBenchmark().replaceAll(".*\\.", "");
    problem = problem(name, batch);
    Backend backend = Backends.choose(parts[0]);
    kernel = backend.kernel(problem.op(), ElementType.FLOAT32);
    outputs = outputsOf(problem.op(), problem.inputs());
    kernel.run(problem.inputs(), outputs);
    check(reference(problem.op(), problem.inputs()));
    double all = bytes(problem.inputs()) + bytes(outputs);
    gigabytes = (all - untouched(name, batch)) / 1e9;
  }

  @TearDown
  public void tearDown() {
    kernel.close();
    blocks.forEach(Block::close);
  }

  @Benchmark
  public void forward(Rate rate) {
    time(rate);
  }

  /** One call. */
  protected final void time(Rate rate) {
    kernel.run(problem.inputs(), outputs);
    rate.gflop += problem.flops() / 1e9;
    rate.gbyte += gigabytes;
  }

  /** What the reference kernel makes of inputs. */
  protected final Tensor[] reference(Op op, Tensor... inputs) {
    Tensor[] results = outputsOf(op, inputs);
    try (Kernel oracle = Backends.choose("reference").kernel(op, ElementType.FLOAT32)) {
      oracle.run(inputs, results);
    }
    return results;
  }

  private Tensor[] outputsOf(Op op, Tensor... inputs) {
    long[][] shapes = Arrays.stream(inputs).map(Tensor::shape).toArray(long[][]::new);
    return Arrays.stream(op.outputShapes(shapes)).map(this::nan).toArray(Tensor[]::new);
  }

  private Tensor nan(long... shape) {
    Tensor t = tensor(ElementType.FLOAT32, shape);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, Double.NaN);
    }
    return t;
  }

  private void check(Tensor[] truth) {
    for (int i = 0; i < truth.length; i++) {
      double largest = 0;
      double error = 0;
      for (int e = 0; e < truth[i].size(); e++) {
        largest = Math.max(largest, Math.abs(truth[i].get(e)));
        error = Math.max(error, Math.abs(outputs[i].get(e) - truth[i].get(e)));
      }
      if (!(error <= ALLOWED * largest)) {
        throw new IllegalStateException(
            "%s on %s: output %d is off by %s of %s"
                .formatted(problem.op().opName(), run, i, error, largest));
      }
    }
  }

  private static double bytes(Tensor[] tensors) {
    return Arrays.stream(tensors).mapToDouble(t -> (double) t.size() * t.type().bytes()).sum();
  }

  /** Normal random numbers. */
  protected final Tensor normal(long... shape) {
    Tensor t = tensor(ElementType.FLOAT32, shape);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }

  /** One number. */
  protected final Tensor scalar(double value) {
    Tensor t = tensor(ElementType.FLOAT32);
    t.set(0, value);
    return t;
  }

  /** Random whole numbers in [0, bound). */
  protected final Tensor below(int bound, int n) {
    return ints(random.ints(n, 0, bound).toArray());
  }

  protected final Tensor ints(int... values) {
    Tensor t = tensor(ElementType.INT32, values.length);
    t.setInts(values);
    return t;
  }

  /** Dropout's counter. */
  protected final Tensor counter() {
    Tensor t = tensor(ElementType.INT64, 1);
    t.longs().put(0, 7);
    return t;
  }

  private Tensor tensor(ElementType type, long... shape) {
    Block block = Block.allocate(Tensor.elements(shape) * type.bytes());
    blocks.add(block);
    return block.tensor(0, type, shape);
  }
}

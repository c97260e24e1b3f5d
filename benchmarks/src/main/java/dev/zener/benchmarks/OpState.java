package dev.zener.benchmarks;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
 * Times one kernel on one batch. The secondary figures are GFLOP/s, GB/s and the share of the
 * {@link Ceiling}, which is measured just before and printed. For GB/s, every element that must be
 * read or written counts once; the figure says nothing about memory if the batch fits into a cache.
 * A kernel whose result differs from the reference kernel's is not timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class OpState {
  /** The allowed error of a kernel, as a share of the output's largest entry. */
  private static final double ALLOWED = 1e-4;

  /**
   * The allowed error if results are rounded to bfloat16, which has 8 bits. Half a unit in the last
   * place is at most 2^-9 of an entry. Rounding of intermediate values (z before GELU, and its
   * gradient) may add the same error a few times. Rounding of operands adds none, since the
   * reference kernel reads the same rounded operands.
   */
  private static final double ALLOWED_BFLOAT16 = 0x1p-7;

  /** The allowed error if only operands are cut, to TF32's 11 bits. */
  private static final double ALLOWED_TF32 = 0x1p-10;

  /**
   * Backend and batch. By default the reference kernels are timed on the small batch only. {@code
   * onednn-bfloat16} multiplies bfloat16; only ops with products of weights have a different kernel
   * for it. On a machine with a card, {@code cuda}, {@code cuda-tf32} and {@code cuda-bfloat16} are
   * allowed too.
   */
  @Param({"onednn/mbert-32x27", "onednn/mbert-32x128", "onednn/odd", "reference/odd"})
  public String run;

  private final List<Block> blocks = new ArrayList<>();
  private final Random random = new Random(1);
  private Problem problem;
  private Call call;
  private Tensor[] outputs;
  private double gigabytes;
  private double secondsAtBest;

  /**
   * An op to time.
   *
   * @param flops the floating-point operations of a call; 0 if only memory matters
   */
  protected record Problem(Op op, double flops, Tensor... inputs) {}

  /** JMH turns these fields into rates. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Rate {
    public double gflop;
    public double gbyte;

    /** The seconds that the calls would take at the ceiling; a rate of 1 is the ceiling. */
    public double share;
  }

  /** Returns the op that the method {@code forward} times. */
  protected abstract Problem forward(Batch batch);

  /** Returns the op that the benchmark method with this name times. */
  protected Problem problem(String method, Batch batch) {
    return forward(batch);
  }

  /** The number of bytes of the inputs that a call need not read. */
  protected double untouched(String method, Batch batch) {
    return 0;
  }

  @Setup
  public void setUp(BenchmarkParams params) {
    OpenMp.single(); // as programs do, since the library has threads of its own; JMH calls from one
    String[] parts = run.split("/");
    Batch batch = Batch.named(parts[1]);
    String name = params.getBenchmark().replaceAll(".*\\.", "");
    problem = problem(name, batch);
    Backend backend = backend(parts[0]);
    boolean multiplies = !problem.op().operands().isEmpty();
    ElementType products = multiplies ? backend.products() : ElementType.FLOAT32;
    lower(products);
    outputs = outputsOf(problem.op(), products, problem.inputs());
    Kernel kernel = backend.kernel(problem.op(), ElementType.FLOAT32);
    call = new Call(backend.memory(), kernel, problem.inputs(), outputs);
    call.run();
    call.fetch();
    check(reference(problem.op(), problem.inputs()), multiplies ? backend.precision() : "float32");
    double all = bytes(problem.inputs()) + bytes(outputs);
    gigabytes = (all - untouched(name, batch)) / 1e9;
    Ceiling ceiling = Ceiling.measure(backend, products, gigabytes * 1e9);
    secondsAtBest = ceiling.seconds(problem.flops() / 1e9, gigabytes);
    System.out.printf(
        Locale.ROOT,
        "ceiling: %.0f GFLOP/s, %.1f GB/s for %.3f MB; a call takes at least %.4f ms%n",
        ceiling.gflops(),
        ceiling.gigabytes(),
        1e3 * gigabytes,
        1e3 * secondsAtBest);
  }

  private static Backend backend(String word) {
    String[] parts = word.split("-");
    return Backends.choose(parts[0], parts.length == 1 ? "float32" : parts[1]);
  }

  /** Gives the op its operands in the type that the backend multiplies. */
  private void lower(ElementType products) {
    Tensor[] inputs = problem.inputs();
    for (int i : problem.op().operands()) {
      if (i < inputs.length && products != inputs[i].type()) {
        Tensor rounded = tensor(products, inputs[i].shape());
        rounded.setDoubles(inputs[i].toDoubles());
        inputs[i] = rounded;
      }
    }
  }

  @TearDown
  public void tearDown() {
    call.close();
    blocks.forEach(Block::close);
  }

  @Benchmark
  public void forward(Rate rate) {
    time(rate);
  }

  /** Runs one call and counts it. */
  protected final void time(Rate rate) {
    call.run();
    rate.gflop += problem.flops() / 1e9;
    rate.gbyte += gigabytes;
    rate.share += secondsAtBest;
  }

  /** Returns the reference kernel's outputs. It reads float32, so bfloat16 inputs are widened. */
  protected final Tensor[] reference(Op op, Tensor... inputs) {
    Tensor[] wide = Arrays.stream(inputs).map(this::widened).toArray(Tensor[]::new);
    Tensor[] results = outputsOf(op, ElementType.FLOAT32, wide);
    try (Kernel oracle = Backends.choose("reference").kernel(op, ElementType.FLOAT32)) {
      oracle.run(wide, results);
    }
    return results;
  }

  private Tensor widened(Tensor t) {
    if (t.type() != ElementType.BFLOAT16) {
      return t;
    }
    Tensor wide = tensor(ElementType.FLOAT32, t.shape());
    wide.setDoubles(t.toDoubles());
    return wide;
  }

  private Tensor[] outputsOf(Op op, ElementType products, Tensor... inputs) {
    long[][] shapes = Arrays.stream(inputs).map(Tensor::shape).toArray(long[][]::new);
    long[][] out = op.outputShapes(shapes);
    Tensor[] outputs = new Tensor[out.length];
    for (int i = 0; i < out.length; i++) {
      outputs[i] =
          op.integers().contains(i)
              ? tensor(ElementType.INT32, out[i])
              : nan(op.products().contains(i) ? products : ElementType.FLOAT32, out[i]);
    }
    return outputs;
  }

  private Tensor nan(ElementType type, long... shape) {
    Tensor t = tensor(type, shape);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, Double.NaN);
    }
    return t;
  }

  private void check(Tensor[] truth, String precision) {
    double allowed =
        switch (precision) {
          case "bfloat16" -> ALLOWED_BFLOAT16;
          case "tf32" -> ALLOWED_TF32;
          default -> ALLOWED;
        };
    for (int i = 0; i < truth.length; i++) {
      double largest = 0;
      double error = 0;
      for (int e = 0; e < truth[i].size(); e++) {
        double expected = number(truth[i], e);
        largest = Math.max(largest, Math.abs(expected));
        error = Math.max(error, Math.abs(number(outputs[i], e) - expected));
      }
      if (!(error <= allowed * largest)) {
        throw new IllegalStateException(
            "%s on %s: output %d has an error of %s; allowed: %s of the largest entry, %s"
                .formatted(problem.op().opName(), run, i, error, allowed, largest));
      }
    }
  }

  private static double number(Tensor t, int i) {
    return t.type() == ElementType.INT32 ? t.ints().get(i) : t.get(i);
  }

  private static double bytes(Tensor[] tensors) {
    return Arrays.stream(tensors).mapToDouble(t -> (double) t.size() * t.type().bytes()).sum();
  }

  /** Returns a tensor of standard normal numbers. */
  protected final Tensor normal(long... shape) {
    Tensor t = tensor(ElementType.FLOAT32, shape);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }

  protected final Tensor scalar(double value) {
    Tensor t = tensor(ElementType.FLOAT32);
    t.set(0, value);
    return t;
  }

  /** Returns n random integers in [0, bound). */
  protected final Tensor below(int bound, int n) {
    return ints(random.ints(n, 0, bound).toArray());
  }

  protected final Tensor ints(int... values) {
    Tensor t = tensor(ElementType.INT32, values.length);
    t.setInts(values);
    return t;
  }

  /** Returns a counter for dropout. */
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

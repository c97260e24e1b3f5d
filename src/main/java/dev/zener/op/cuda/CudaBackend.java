package dev.zener.op.cuda;

import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.AdamW;
import dev.zener.op.Attention;
import dev.zener.op.Concat;
import dev.zener.op.Crf;
import dev.zener.op.CrossEntropy;
import dev.zener.op.Dropout;
import dev.zener.op.Embedding;
import dev.zener.op.GlobalNorm;
import dev.zener.op.LayerNorm;
import dev.zener.op.Linear;
import dev.zener.op.Lstm;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.Rows;
import dev.zener.op.SoftMse;
import dev.zener.op.WeightedSum;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import dev.zener.op.reference.ReferenceBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The backend of the CUDA kernels for float32; there are none for float64. Tensors are in the
 * memory of the device. An op without a CUDA kernel runs on the host, see {@link OnHost}.
 */
public final class CudaBackend implements Backend {
  /** A kernel without state, as a function. */
  @FunctionalInterface
  private interface Plain {
    void run(Card card, Tensor[] in, Tensor[] out);
  }

  private static final Map<Class<? extends Op>, BiFunction<CudaBackend, Op, Kernel>> KERNELS =
      Map.ofEntries(
          Map.entry(Embedding.class, plain(EmbeddingCuda::prepare, EmbeddingCuda::forward)),
          Map.entry(
              Embedding.Backward.class, plain(EmbeddingCuda::prepare, EmbeddingCuda::backward)),
          Map.entry(Linear.class, (on, op) -> new LinearCuda(on.card, (Linear) op, on.tf32)),
          Map.entry(
              Linear.Backward.class,
              (on, op) -> new LinearCuda.Backward(on.card, (Linear.Backward) op, on.tf32)),
          Map.entry(
              LayerNorm.class,
              (on, op) -> (in, out) -> LayerNormCuda.forward(on.card, (LayerNorm) op, in, out)),
          Map.entry(
              LayerNorm.Backward.class,
              (on, op) ->
                  new Stateless(
                      on.card,
                      (c, in, out) -> LayerNormCuda.prepareBackward(c, in),
                      (c, in, out) -> LayerNormCuda.backward(c, (LayerNorm.Backward) op, in, out))),
          Map.entry(Attention.class, (on, op) -> new AttentionCuda(on.card, op)),
          Map.entry(Attention.Backward.class, (on, op) -> new AttentionCuda.Backward(on.card, op)),
          Map.entry(Lstm.class, (on, op) -> new LstmCuda(on.card, on.tf32)),
          Map.entry(
              Lstm.Backward.class,
              (on, op) -> new LstmCuda.Backward(on.card, (Lstm.Backward) op, on.tf32)),
          Map.entry(
              Dropout.class, (on, op) -> (in, out) -> DropoutCuda.forward(on.card, op, in, out)),
          Map.entry(Rows.class, plain(RowsCuda::forward)),
          Map.entry(Rows.Backward.class, plain(RowsCuda::backward)),
          Map.entry(Mmd.class, plain(MmdCuda::prepare, MmdCuda::forward)),
          Map.entry(Mmd.Backward.class, plain(MmdCuda::prepare, MmdCuda::backward)),
          Map.entry(Concat.class, plain(ConcatCuda::forward)),
          Map.entry(Concat.Backward.class, plain(ConcatCuda::backward)),
          Map.entry(Crf.class, plain(CrfCuda::prepareLabelled, CrfCuda::forward)),
          Map.entry(Crf.Backward.class, plain(CrfCuda::prepareLabelled, CrfCuda::backward)),
          Map.entry(Crf.Marginals.class, plain(CrfCuda::prepare, CrfCuda::marginals)),
          Map.entry(Crf.Viterbi.class, plain(CrfCuda::prepare, CrfCuda::viterbi)),
          Map.entry(
              CrossEntropy.class, plain(CrossEntropyCuda::prepare, CrossEntropyCuda::forward)),
          Map.entry(
              CrossEntropy.Backward.class,
              plain(CrossEntropyCuda::prepare, CrossEntropyCuda::backward)),
          Map.entry(SoftMse.class, plain(SoftMseCuda::forward)),
          Map.entry(SoftMse.Backward.class, plain(SoftMseCuda::backward)),
          Map.entry(WeightedSum.class, (on, op) -> new WeightedSumCuda(on.card, op)::forward),
          Map.entry(
              WeightedSum.Backward.class, (on, op) -> new WeightedSumCuda(on.card, op)::backward),
          Map.entry(GlobalNorm.class, (on, op) -> new GlobalNormCuda(on.card)),
          Map.entry(AdamW.class, (on, op) -> new AdamWCuda(on.card, List.of(op))));

  /** The ops that need cuBLASLt. */
  private static final Set<Class<? extends Op>> PRODUCTS =
      Set.of(Linear.class, Linear.Backward.class, Lstm.class, Lstm.Backward.class);

  private final ReferenceBackend reference = new ReferenceBackend();
  private final Card card;
  private final ElementType products;
  private final boolean tf32;

  private CudaBackend(Card card, ElementType products, boolean tf32) {
    this.card = card;
    this.products = products;
    this.tf32 = tf32;
  }

  /** A backend whose products have float32 operands. */
  public static CudaBackend float32() {
    return new CudaBackend(Card.get(), ElementType.FLOAT32, false);
  }

  /** A backend whose products may reduce float32 operands to TF32's 11 bits; from Ampere on. */
  public static CudaBackend tf32() {
    return new CudaBackend(Card.get(), ElementType.FLOAT32, true);
  }

  /** A backend whose products have bfloat16 operands; from Ampere on. */
  public static CudaBackend bfloat16() {
    return new CudaBackend(Card.get(), ElementType.BFLOAT16, false);
  }

  /** {@link #float32} for work on an existing stream, a cudaStream_t. */
  public static CudaBackend onStream(long stream) {
    return new CudaBackend(Card.get().on(stream), ElementType.FLOAT32, false);
  }

  private static BiFunction<CudaBackend, Op, Kernel> plain(Plain kernel) {
    return (on, op) -> (in, out) -> kernel.run(on.card, in, out);
  }

  private static BiFunction<CudaBackend, Op, Kernel> plain(Plain prepare, Plain kernel) {
    return (on, op) -> new Stateless(on.card, prepare, kernel);
  }

  private record Stateless(Card card, Plain first, Plain kernel) implements Kernel {
    @Override
    public void prepare(Tensor[] in, Tensor[] out) {
      first.run(card, in, out);
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      kernel.run(card, in, out);
    }
  }

  /** The reason why there is no usable GPU; empty if there is one. */
  public static Optional<String> failure() {
    return Card.failure();
  }

  /**
   * The reason why an existing GPU cannot be used although this build has CUDA kernels, or not for
   * models, which need matrix products.
   */
  public static Optional<String> defect() {
    return failure().isPresent() ? Card.defect() : productsMissing();
  }

  /**
   * The reason why the GPU cannot compute matrix products; all other ops work without them. To be
   * called only if {@link #failure} is empty.
   */
  public static Optional<String> productsMissing() {
    return Card.get().productsMissing();
  }

  /** The version and file of cuBLASLt; only if {@link #productsMissing} is empty. */
  public static String cublaslt() {
    return Card.get().cublaslt();
  }

  /** Whether kernels run as plain C++ on the host; only if {@link #failure} is empty. */
  public static boolean emulated() {
    return Card.get().description().emulated();
  }

  /**
   * Writes the calls of kernels that some work makes to a file, which the native program
   * zener_replay repeats. The calls must not be recorded: a batch's shape must be new.
   *
   * @param values whether to compute and to write all contents of memory and the results; otherwise
   *     nothing is computed, results are zero, and large floating-point tensors are left out
   * @throws CudaException if the file cannot be written
   */
  public static void trace(Path file, boolean values, Runnable work) {
    Card.check(Native.beginTrace(file.toString(), values));
    try {
      work.run();
    } finally {
      Card.check(Native.endTrace());
    }
  }

  /** A description of the GPU in one line; to be called only if {@link #failure} is empty. */
  public static String description() {
    Card.Description d = Card.get().description();
    return "%s, compute capability %d.%d, %d multiprocessors, %d MiB, driver of CUDA %d.%d"
        .formatted(
            d.name(),
            d.major(),
            d.minor(),
            d.processors(),
            d.bytes() >> 20,
            d.driver() / 1000,
            d.driver() % 1000 / 10);
  }

  /**
   * Whether the GPU is of the Ampere generation or later, which support bfloat16 and TF32; to be
   * called only if {@link #failure} is empty.
   */
  public static boolean ampere() {
    return Card.get().description().ampere();
  }

  /**
   * Checks that both Zener's kernels and those of ND4J's CUDA backend support the GPU.
   *
   * @throws IllegalStateException if they do not; the message gives a remedy
   */
  public static void requireNd4j() {
    failure()
        .ifPresent(
            cause -> {
              throw new IllegalStateException("own ops cannot run on ND4J's CUDA arrays: " + cause);
            });
    Card.get().description().requireNd4j();
  }

  @Override
  public String precision() {
    return tf32 ? "tf32" : Backend.super.precision();
  }

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Memory memory() {
    return card;
  }

  @Override
  public Kernel kernel(Op op, ElementType type) {
    if (type != ElementType.FLOAT32) {
      throw new IllegalArgumentException(
          "no CUDA kernel for " + op.opName() + " of " + type + "; allowed: FLOAT32");
    }
    BiFunction<CudaBackend, Op, Kernel> kernel = KERNELS.get(op.getClass());
    return kernel == null ? new OnHost(card, reference.kernel(op, type)) : kernel.apply(this, op);
  }

  @Override
  public Optional<String> missing(Class<? extends Op> op) {
    return PRODUCTS.contains(op) ? card.productsMissing() : Optional.empty();
  }

  @Override
  public Optional<Kernel> together(List<Op> ops) {
    boolean steps = ops.stream().allMatch(AdamW.class::isInstance) && AdamWCuda.together(ops);
    return steps ? Optional.of(new AdamWCuda(card, ops)) : Optional.empty();
  }

  @Override
  public Kernel sum(ElementType type) {
    return (in, out) ->
        Card.check(
            Native.sum(
                in[0].address(), in[1].address(), in[0].size(), out[0].address(), card.stream()));
  }

  @Override
  public Kernel cast(ElementType from, ElementType to) {
    return (in, out) -> cast(in[0], out[0]);
  }

  private void cast(Tensor from, Tensor to) {
    long n = from.size();
    if (from.type() == to.type()) {
      Card.check(Native.copy(to.address(), from.address(), from.byteSize(), card.stream()));
    } else if (from.type() == ElementType.FLOAT32 && to.type() == ElementType.BFLOAT16) {
      Card.check(Native.round(from.address(), n, to.address(), card.stream()));
    } else if (from.type() == ElementType.BFLOAT16 && to.type() == ElementType.FLOAT32) {
      Card.check(Native.widen(from.address(), n, to.address(), card.stream()));
    } else {
      throw new IllegalArgumentException("no cast from " + from + " to " + to + " on a card");
    }
  }

  @Override
  public ElementType products() {
    return products;
  }

  @Override
  public String origin(Class<? extends Op> op, ElementType type) {
    return KERNELS.containsKey(op) ? name() : reference.name();
  }
}

package dev.zener.op.cuda;

import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.AdamW;
import dev.zener.op.Attention;
import dev.zener.op.Backend;
import dev.zener.op.CrossEntropy;
import dev.zener.op.Dropout;
import dev.zener.op.Embedding;
import dev.zener.op.GlobalNorm;
import dev.zener.op.Kernel;
import dev.zener.op.LayerNorm;
import dev.zener.op.Linear;
import dev.zener.op.Mmd;
import dev.zener.op.Op;
import dev.zener.op.Rows;
import dev.zener.op.SoftMse;
import dev.zener.op.WeightedSum;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Kernels for float32 on the CUDA device; it has none for float64. Tensors lie on the device. */
public final class CudaBackend implements Backend {
  /** A kernel without state. */
  @FunctionalInterface
  private interface Plain {
    void run(Card card, Tensor[] in, Tensor[] out);
  }

  private static final Map<Class<? extends Op>, BiFunction<Card, Op, Kernel>> KERNELS =
      Map.ofEntries(
          Map.entry(Embedding.class, plain(EmbeddingCuda::prepare, EmbeddingCuda::forward)),
          Map.entry(
              Embedding.Backward.class, plain(EmbeddingCuda::prepare, EmbeddingCuda::backward)),
          Map.entry(Linear.class, (card, op) -> new LinearCuda(card, (Linear) op)),
          Map.entry(
              Linear.Backward.class,
              (card, op) -> new LinearCuda.Backward(card, (Linear.Backward) op)),
          Map.entry(
              LayerNorm.class,
              (card, op) -> (in, out) -> LayerNormCuda.forward(card, (LayerNorm) op, in, out)),
          Map.entry(
              LayerNorm.Backward.class,
              (card, op) ->
                  new Stateless(
                      card,
                      (c, in, out) -> LayerNormCuda.prepareBackward(c, in),
                      (c, in, out) -> LayerNormCuda.backward(c, (LayerNorm.Backward) op, in, out))),
          Map.entry(Attention.class, AttentionCuda::new),
          Map.entry(Attention.Backward.class, AttentionCuda.Backward::new),
          Map.entry(
              Dropout.class, (card, op) -> (in, out) -> DropoutCuda.forward(card, op, in, out)),
          Map.entry(Rows.class, plain(RowsCuda::forward)),
          Map.entry(Rows.Backward.class, plain(RowsCuda::backward)),
          Map.entry(Mmd.class, plain(MmdCuda::prepare, MmdCuda::forward)),
          Map.entry(Mmd.Backward.class, plain(MmdCuda::prepare, MmdCuda::backward)),
          Map.entry(
              CrossEntropy.class, plain(CrossEntropyCuda::prepare, CrossEntropyCuda::forward)),
          Map.entry(
              CrossEntropy.Backward.class,
              plain(CrossEntropyCuda::prepare, CrossEntropyCuda::backward)),
          Map.entry(SoftMse.class, plain(SoftMseCuda::forward)),
          Map.entry(SoftMse.Backward.class, plain(SoftMseCuda::backward)),
          Map.entry(WeightedSum.class, (card, op) -> new WeightedSumCuda(card, op)::forward),
          Map.entry(
              WeightedSum.Backward.class, (card, op) -> new WeightedSumCuda(card, op)::backward),
          Map.entry(GlobalNorm.class, (card, op) -> new GlobalNormCuda(card)),
          Map.entry(AdamW.class, (card, op) -> new AdamWCuda(card, List.of(op))));

  private final Card card = Card.get();
  private final ElementType products;

  /** With products of this type of operands, FLOAT32 or, where the card has it, BFLOAT16. */
  public CudaBackend(ElementType products) {
    this.products = products;
  }

  private static BiFunction<Card, Op, Kernel> plain(Plain kernel) {
    return (card, op) -> (in, out) -> kernel.run(card, in, out);
  }

  private static BiFunction<Card, Op, Kernel> plain(Plain prepare, Plain kernel) {
    return (card, op) -> new Stateless(card, prepare, kernel);
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

  /** Why there is no card to compute on; empty if there is. */
  public static Optional<String> failure() {
    return Card.failure();
  }

  /** The card in a line; only where {@link #failure} is empty. */
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

  /** Whether the card multiplies bfloat16; only where {@link #failure} is empty. */
  public static boolean bfloat16() {
    return Card.get().description().bfloat16();
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
    BiFunction<Card, Op, Kernel> kernel = KERNELS.get(op.getClass());
    if (type != ElementType.FLOAT32 || kernel == null) {
      throw new IllegalArgumentException(
          "no CUDA kernel for " + op.opName() + " of " + type + "; allowed: FLOAT32");
    }
    return kernel.apply(card, op);
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
      Card.check(Native.copy(to.address(), from.address(), Card.bytes(from), card.stream()));
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
    return name();
  }
}

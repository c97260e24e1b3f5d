package dev.zener.op.cuda;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Shared;
import dev.zener.device.Tensor;
import java.util.Optional;

/**
 * A bfloat16 copy of a layer's float32 weights, shared by all kernels that read the tensor. Weights
 * are rounded on first use and again when the tensor has changed, unless {@link AdamWCuda} has
 * updated both.
 */
final class RoundedWeights implements AutoCloseable {
  private static final Shared<Tensor, RoundedWeights> SHARED = new Shared<>();

  private final Card card;
  private final Tensor weights;
  private final Block block;
  private long version = -1;

  private RoundedWeights(Card card, Tensor weights) {
    this.card = card;
    this.weights = weights;
    block = card.allocate((long) weights.size() * ElementType.BFLOAT16.bytes());
  }

  /** The copy of a tensor, which the caller must close. Tensors are compared by identity. */
  static RoundedWeights of(Card card, Tensor weights) {
    return SHARED.take(weights, w -> new RoundedWeights(card, w));
  }

  /** The copy of a tensor if a kernel uses it; it must not be closed. */
  static Optional<RoundedWeights> known(Tensor weights) {
    return SHARED.known(weights);
  }

  boolean holds(Tensor other) {
    return weights == other;
  }

  /** Rounds the weights if the tensor has changed. */
  synchronized void update() {
    if (version != weights.version()) {
      Card.check(Native.round(weights.address(), weights.size(), block.address(), card.stream()));
      version = weights.version();
    }
  }

  /** Records that the kernel that changes the tensor now also updates this copy. */
  synchronized void follow() {
    version = weights.version();
  }

  long address() {
    return block.address();
  }

  @Override
  public void close() {
    SHARED.giveBack(weights, RoundedWeights::end);
  }

  private void end() {
    card.await();
    block.close();
  }
}

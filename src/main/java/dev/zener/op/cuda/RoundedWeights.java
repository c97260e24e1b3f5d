package dev.zener.op.cuda;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Shared;
import dev.zener.device.Tensor;
import java.util.Optional;

/**
 * A layer's float32 weights in bfloat16, for all kernels that read the tensor: rounded on first use
 * and again when the tensor has changed, unless {@link AdamWCuda} has written both.
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

  /** Those of a tensor; whoever takes them closes them. Tensors are compared by identity. */
  static RoundedWeights of(Card card, Tensor weights) {
    return SHARED.take(weights, w -> new RoundedWeights(card, w));
  }

  /** Those of a tensor if some kernel has taken them; they stay that kernel's. */
  static Optional<RoundedWeights> known(Tensor weights) {
    return SHARED.known(weights);
  }

  boolean holds(Tensor other) {
    return weights == other;
  }

  /** Rounds them if the tensor is newer. */
  synchronized void update() {
    if (version != weights.version()) {
      Card.check(Native.round(weights.address(), weights.size(), block.address(), card.stream()));
      version = weights.version();
    }
  }

  /** Says that whoever changes the tensor now changes these as well. */
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

package dev.zener.op.cuda;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A layer's float32 weights in bfloat16, for all kernels that read the tensor: rounded on first use
 * and again when the tensor has changed, unless {@link AdamWCuda} has written both.
 */
final class RoundedWeights implements AutoCloseable {
  private static final Map<Tensor, RoundedWeights> SHARED = new HashMap<>();

  private final Card card;
  private final Tensor weights;
  private final Block block;
  private long version = -1;
  private int users;

  private RoundedWeights(Card card, Tensor weights) {
    this.card = card;
    this.weights = weights;
    block = card.allocate((long) weights.size() * ElementType.BFLOAT16.bytes());
  }

  /** Those of a tensor; whoever takes them closes them. Tensors are compared by identity. */
  static RoundedWeights of(Card card, Tensor weights) {
    synchronized (SHARED) {
      RoundedWeights rounded = SHARED.computeIfAbsent(weights, w -> new RoundedWeights(card, w));
      rounded.users++;
      return rounded;
    }
  }

  /** Those of a tensor if some kernel has taken them; they stay that kernel's. */
  static Optional<RoundedWeights> known(Tensor weights) {
    synchronized (SHARED) {
      return Optional.ofNullable(SHARED.get(weights));
    }
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
    synchronized (SHARED) {
      if (--users == 0) {
        SHARED.remove(weights);
        card.await();
        block.close();
      }
    }
  }
}

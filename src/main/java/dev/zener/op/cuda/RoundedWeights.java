package dev.zener.op.cuda;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * A layer's float32 weights in bfloat16, for all kernels that read the tensor: rounded on first use
 * and again when the tensor has changed.
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

  boolean holds(Tensor other) {
    return weights == other;
  }

  /** The address of bfloat16 weights that are as new as the tensor. */
  synchronized long address() {
    if (version != weights.version()) {
      version = weights.version();
      Card.check(Native.round(weights.address(), weights.size(), block.address(), card.stream()));
    }
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

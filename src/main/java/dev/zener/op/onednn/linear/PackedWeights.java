package dev.zener.op.onednn.linear;

import dev.zener.device.ElementType;
import dev.zener.device.Shared;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import dev.zener.op.onednn.primitive.Reorder;
import dev.zener.op.onednn.primitive.Scratch;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The weights [O,I] of a layer in the layouts that are fastest for oneDNN, for x wᵀ and for x w.
 * They are packed once for all kernels that read the same tensor, and again when the tensor has
 * changed. Rows are read once and packed for both while they are in a cache.
 */
final class PackedWeights implements AutoCloseable {
  /** The number of elements below which a second thread costs more than it saves. */
  private static final int SERIAL = 1 << 15;

  /** The key of packed weights. Tensors are compared by identity. */
  private record Key(Tensor weights, ElementType operands) {}

  private static final Shared<Key, PackedWeights> SHARED = new Shared<>();

  private final Key key;
  private PackedSide transposed;
  private PackedSide plain;

  /** The packed form of {@code weights}. The caller must close it. */
  static PackedWeights of(Tensor weights, ElementType operands) {
    return SHARED.take(new Key(weights, operands), PackedWeights::new);
  }

  /** The bytes that packing {@code weights} will need; 0 if they are already packed. */
  static long missing(Tensor weights, ElementType operands, boolean transposed) {
    boolean there =
        SHARED.known(new Key(weights, operands)).map(p -> p.has(transposed)).orElse(false);
    return there ? 0 : (long) weights.size() * operands.bytes();
  }

  private PackedWeights(Key key) {
    this.key = key;
  }

  /** Whether this is the packed form of a tensor for operands of a type. */
  boolean holds(Tensor weights, ElementType operands) {
    return key.weights == weights && key.operands == operands;
  }

  private synchronized boolean has(boolean side) {
    return (side ? transposed : plain) != null;
  }

  /** The weights for x wᵀ, packed again if the tensor has changed. */
  synchronized PackedSide transposed() {
    if (transposed == null) {
      transposed = new PackedSide(key.weights, key.operands, true);
    }
    refresh();
    return transposed;
  }

  /** The weights for x w, packed again if the tensor has changed. */
  synchronized PackedSide plain() {
    if (plain == null) {
      plain = new PackedSide(key.weights, key.operands, false);
    }
    refresh();
    return plain;
  }

  /** Packs the sides again that are older than the tensor. */
  private void refresh() {
    Tensor w = key.weights;
    List<PackedSide> old =
        Stream.of(transposed, plain).filter(side -> side != null && side.isOld()).toList();
    if (old.isEmpty()) {
      return;
    }
    old.forEach(PackedSide::renew);
    int parallel = w.size() < SERIAL ? Integer.MAX_VALUE : 2;
    if (old.stream().allMatch(PackedSide::byStripes)) {
      Workers.each(w.dim(0) / PackedSide.STRIPE, parallel, number -> stripe(number, old));
      return;
    }
    for (PackedSide side : old) {
      Workers.each(side.slices().count(), parallel, side::packSlice);
    }
  }

  private void stripe(int number, List<PackedSide> sides) {
    Tensor w = key.weights;
    int first = number * PackedSide.STRIPE;
    long elements = (long) PackedSide.STRIPE * w.dim(1);
    long rows = w.address() + (long) first * w.dim(1) * w.type().bytes();
    if (w.type() != key.operands) {
      long cast = Scratch.shared(Scratch.Use.WEIGHTS).address(elements * key.operands.bytes());
      Reorder.of(w.type(), key.operands, elements).run(rows, cast);
      rows = cast;
    }
    for (PackedSide side : sides) {
      side.pack(first, rows);
    }
  }

  @Override
  public void close() {
    SHARED.giveBack(key, PackedWeights::end);
  }

  private void end() {
    Stream.of(transposed, plain).filter(Objects::nonNull).forEach(PackedSide::close);
  }
}

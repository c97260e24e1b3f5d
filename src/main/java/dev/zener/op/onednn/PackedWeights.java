package dev.zener.op.onednn;

import dev.zener.device.ElementType;
import dev.zener.device.Shared;
import dev.zener.device.Tensor;
import dev.zener.device.Workers;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A layer's weights [O,I] as oneDNN multiplies them fastest, for x wᵀ and for x w. Made once for
 * all kernels that read the same tensor, and again when the tensor has changed: rows are read once,
 * and packed for both while they are near.
 */
final class PackedWeights implements AutoCloseable {
  /** Elements below which starting a second thread costs more than it saves. */
  private static final int SERIAL = 1 << 15;

  /** What distinguishes one packing from another. Tensors are compared by identity. */
  private record Key(Tensor weights, ElementType operands) {}

  private static final Shared<Key, PackedWeights> SHARED = new Shared<>();

  private final Key key;
  private PackedSide transposed;
  private PackedSide plain;

  /** The packing of {@code weights}; whoever takes it closes it. */
  static PackedWeights of(Tensor weights, ElementType operands) {
    return SHARED.take(new Key(weights, operands), PackedWeights::new);
  }

  /** Bytes that a packing of {@code weights} is going to take, 0 where it is there. */
  static long missing(Tensor weights, ElementType operands, boolean transposed) {
    boolean there =
        SHARED.known(new Key(weights, operands)).map(p -> p.has(transposed)).orElse(false);
    return there ? 0 : (long) weights.size() * operands.bytes();
  }

  private PackedWeights(Key key) {
    this.key = key;
  }

  /** Whether this packs that tensor for such operands. */
  boolean holds(Tensor weights, ElementType operands) {
    return key.weights == weights && key.operands == operands;
  }

  private synchronized boolean has(boolean side) {
    return (side ? transposed : plain) != null;
  }

  /** For x wᵀ, as current as the tensor. */
  synchronized PackedSide transposed() {
    if (transposed == null) {
      transposed = new PackedSide(key.weights, key.operands, true);
    }
    refresh();
    return transposed;
  }

  /** For x w, as current as the tensor. */
  synchronized PackedSide plain() {
    if (plain == null) {
      plain = new PackedSide(key.weights, key.operands, false);
    }
    refresh();
    return plain;
  }

  /** Packs again what the tensor says is old. */
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

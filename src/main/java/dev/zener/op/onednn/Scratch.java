package dev.zener.op.onednn;

import dev.zener.device.Arena;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import java.util.EnumMap;
import java.util.Map;

/** Memory that grows to the largest size asked for; contents don't survive a call. */
final class Scratch implements AutoCloseable {
  /** What the kernels that a thread runs one after the other share memory for. */
  enum Use {
    /** x as a product wants it. */
    PACKED_X,
    /** A stripe of dyᵀ. */
    STRIPE,
    /** A few rows on their way to a last form. */
    ROWS,
    /** Mean and variance of a few rows. */
    STATISTICS,
    /** z of a layer, or its gradient. */
    BEFORE_GELU,
    /** See {@link LastRows}. */
    LAST_ROWS,
    /** Two rows merged, see {@link Transposition}. */
    PAIRS,
    /** Weights on their way to a packed layout. */
    WEIGHTS
  }

  private static final ThreadLocal<Map<Use, Scratch>> SHARED =
      ThreadLocal.withInitial(() -> new EnumMap<>(Use.class));

  private final Arena arena = new Arena(Memory.HOST);

  /** The calling thread's, for as long as the thread lives. */
  static Scratch shared(Use use) {
    return SHARED.get().computeIfAbsent(use, u -> new Scratch());
  }

  /** Uninitialised floats; the former contents are lost. */
  Tensor floats(long... shape) {
    return tensor(ElementType.FLOAT32, shape);
  }

  /** An uninitialised tensor; the former contents are lost. */
  Tensor tensor(ElementType type, long... shape) {
    arena.reserve(Tensor.elements(shape) * type.bytes());
    return arena.tensor(0, type, shape);
  }

  /** The address of so many uninitialised bytes; the former contents are lost. */
  long address(long bytes) {
    arena.reserve(bytes);
    return arena.address();
  }

  @Override
  public void close() {
    arena.close();
  }
}

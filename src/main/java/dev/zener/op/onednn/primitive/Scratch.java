package dev.zener.op.onednn.primitive;

import dev.zener.device.Arena;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import java.util.EnumMap;
import java.util.Map;

/** Memory that grows to the largest size requested. Each request discards the contents. */
public final class Scratch implements AutoCloseable {
  /** Uses of memory that all kernels of a thread share. */
  public enum Use {
    /** x in the packed layout of a product. */
    PACKED_X,
    /** A stripe of dyᵀ. */
    STRIPE,
    /** Intermediate results of some rows. */
    ROWS,
    /** Mean and variance of a few rows. */
    STATISTICS,
    /** z of a layer, or its gradient. */
    BEFORE_GELU,
    /** See {@link LastRows}. */
    LAST_ROWS,
    /** Two rows merged, see {@link Transposition}. */
    PAIRS,
    /** Weights that are cast before they are packed. */
    WEIGHTS,
    /** z of a recurrent layer's forward direction, or its gradient. */
    FORWARD_GATES,
    /** The same of the backward direction. */
    BACKWARD_GATES,
    /** The states from which a recurrent layer's forward direction goes on. */
    FORWARD_STATES,
    /** The same of the backward direction. */
    BACKWARD_STATES,
    /** The part of a gradient that comes from a recurrent layer's forward direction. */
    HALF
  }

  private static final ThreadLocal<Map<Use, Scratch>> SHARED =
      ThreadLocal.withInitial(() -> new EnumMap<>(Use.class));

  private final Arena arena = new Arena(Memory.HOST);

  /** The calling thread's memory for a use, which lives as long as the thread. */
  public static Scratch shared(Use use) {
    return SHARED.get().computeIfAbsent(use, u -> new Scratch());
  }

  /** An uninitialised FLOAT32 tensor; the former contents are lost. */
  public Tensor floats(long... shape) {
    return tensor(ElementType.FLOAT32, shape);
  }

  /** An uninitialised tensor; the former contents are lost. */
  public Tensor tensor(ElementType type, long... shape) {
    arena.reserve(Tensor.elements(shape) * type.bytes());
    return arena.tensor(0, type, shape);
  }

  /** The address of {@code bytes} uninitialised bytes; the former contents are lost. */
  public long address(long bytes) {
    arena.reserve(bytes);
    return arena.address();
  }

  @Override
  public void close() {
    arena.close();
  }
}

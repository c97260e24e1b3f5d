package dev.zener.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A block of memory outside the Java heap. A host block is aligned to {@value #ALIGNMENT} bytes, is
 * zero when it is new, and its pages become resident only when they are written. The caller that
 * allocates a block must close it; its tensors are invalid afterwards.
 */
public final class Block implements AutoCloseable {
  /** The alignment of host blocks in bytes: a cache line, and the widest vector register. */
  public static final int ALIGNMENT = 64;

  static {
    JavaCpp.prepare();
  }

  private final long bytes;
  private final long address;
  private final boolean onHost;
  private Runnable free;

  private Block(long address, long bytes, boolean onHost, Runnable free) {
    this.address = address;
    this.bytes = bytes;
    this.onHost = onHost;
    this.free = free;
  }

  /**
   * A block of device memory.
   *
   * @param free called by {@link #close} to free the memory
   */
  public static Block onDevice(long address, long bytes, Runnable free) {
    return new Block(address, bytes, false, free);
  }

  /**
   * Allocates host memory.
   *
   * @throws OutOfMemoryError if there is not enough memory; the message gives the size
   */
  public static Block allocate(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a block of " + bytes + " bytes; at least 0 are allowed");
    }
    Pointer memory = Pointer.calloc(1, bytes + ALIGNMENT);
    if (memory == null || memory.isNull()) {
      throw new OutOfMemoryError(
          (bytes >> 20)
              + " MiB of host memory are not available; use smaller batches or a smaller model");
    }
    return new Block(align(memory.address()), bytes, true, () -> Pointer.free(memory));
  }

  /** Rounds up to a multiple of {@link #ALIGNMENT}. */
  public static long align(long n) {
    return (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** The size in bytes. */
  public long bytes() {
    return bytes;
  }

  /** The address of the first byte. */
  public long address() {
    return address;
  }

  /**
   * A tensor that starts at byte {@code offset} of this block.
   *
   * @throws IndexOutOfBoundsException if it is not within the block
   */
  public Tensor tensor(long offset, ElementType type, long... shape) {
    long size = Tensor.elements(shape) * type.bytes();
    if (free == null) {
      throw new IllegalStateException("the block is closed");
    }
    if (offset < 0 || size < 0 || size > bytes - offset) { // a sum could overflow
      throw new IndexOutOfBoundsException(
          type + Arrays.toString(shape) + " at byte " + offset + " of a block of " + bytes);
    }
    long at = address + offset;
    return onHost ? Tensor.at(at, type, shape) : Tensor.onDevice(at, type, shape);
  }

  @Override
  public void close() {
    if (free != null) {
      free.run();
      free = null;
    }
  }

  /** The {@code bytes} at {@code address} as a buffer in the machine's byte order. */
  static ByteBuffer view(long address, long bytes) {
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a tensor of " + bytes + " bytes; at most " + Integer.MAX_VALUE + " are allowed");
    }
    if (bytes == 0) {
      return ByteBuffer.allocateDirect(0).order(ByteOrder.nativeOrder());
    }
    return new Address(address, bytes).asByteBuffer().order(ByteOrder.nativeOrder());
  }

  /** A pointer to memory that it does not own. */
  private static final class Address extends BytePointer {
    Address(long address, long bytes) {
      super((Pointer) null);
      this.address = address;
      this.limit = bytes;
      this.capacity = bytes;
    }
  }
}

package dev.zener.device;

/** Type of a tensor's elements. */
public enum ElementType {
  FLOAT32(4),
  FLOAT64(8),
  /** The upper half of a FLOAT32: its exponent, 8 bits of precision. */
  BFLOAT16(2),
  INT32(4),
  INT64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether the elements are floating-point numbers. */
  public boolean floating() {
    return this == FLOAT32 || this == FLOAT64 || this == BFLOAT16;
  }
}

package dev.zener.device;

/** The types of a tensor's elements. */
public enum ElementType {
  FLOAT32(4),
  FLOAT64(8),
  /** The upper half of a FLOAT32, with the same exponent and 8 bits of precision. */
  BFLOAT16(2),
  INT32(4),
  INT64(8);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The number of bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether the elements are floating-point numbers. */
  public boolean floating() {
    return this == FLOAT32 || this == FLOAT64 || this == BFLOAT16;
  }
}

package dev.zener.weights;

/** The types of a tensor's elements, with the names of safetensors. */
public enum DType {
  F64(Double.BYTES, true),
  F32(Float.BYTES, true),
  F16(Short.BYTES, true),
  BF16(Short.BYTES, true),
  I64(Long.BYTES, false),
  I32(Integer.BYTES, false),
  I16(Short.BYTES, false),
  I8(Byte.BYTES, false),
  U8(Byte.BYTES, false),
  BOOL(Byte.BYTES, false);

  private final int bytes;
  private final boolean floating;

  DType(int bytes, boolean floating) {
    this.bytes = bytes;
    this.floating = floating;
  }

  /** The number of bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** Whether the elements are floating-point numbers, not integers or booleans. */
  public boolean floating() {
    return floating;
  }
}

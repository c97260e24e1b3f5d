package dev.zener.weights;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * Converts Java numbers to little-endian elements. All remaining values are appended to the bytes;
 * floating-point values are rounded to nearest, ties to even.
 */
final class ElementEncoding {
  private ElementEncoding() {}

  static void encode(DType dtype, FloatBuffer values, ByteBuffer bytes) {
    if (dtype == DType.F32) {
      int length = values.remaining() * Float.BYTES;
      bytes.asFloatBuffer().put(values);
      bytes.position(bytes.position() + length);
      return;
    }
    while (values.hasRemaining()) {
      floating(dtype, values.get(), bytes);
    }
  }

  static void encode(DType dtype, DoubleBuffer values, ByteBuffer bytes) {
    while (values.hasRemaining()) {
      floating(dtype, values.get(), bytes);
    }
  }

  /**
   * Converts integers.
   *
   * @throws IllegalArgumentException if a value is outside the type's range
   */
  static void encode(DType dtype, LongBuffer values, ByteBuffer bytes) {
    while (values.hasRemaining()) {
      integer(dtype, values.get(), bytes);
    }
  }

  private static void floating(DType dtype, double value, ByteBuffer bytes) {
    switch (dtype) {
      case F64 -> bytes.putDouble(value);
      case F32 -> bytes.putFloat((float) value);
      case F16 -> bytes.putShort(HalfPrecision.toF16(value));
      case BF16 -> bytes.putShort(HalfPrecision.toBf16(value));
      default -> throw new IllegalArgumentException(dtype + " is not floating-point");
    }
  }

  private static void integer(DType dtype, long value, ByteBuffer bytes) {
    switch (dtype) {
      case I64 -> bytes.putLong(value);
      case I32 -> bytes.putInt((int) within(dtype, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
      case I16 -> bytes.putShort((short) within(dtype, value, Short.MIN_VALUE, Short.MAX_VALUE));
      case I8 -> bytes.put((byte) within(dtype, value, Byte.MIN_VALUE, Byte.MAX_VALUE));
      case U8 -> bytes.put((byte) within(dtype, value, 0, 255));
      case BOOL -> bytes.put((byte) within(dtype, value, 0, 1));
      default -> throw new IllegalArgumentException(dtype + " is not an integer type");
    }
  }

  private static long within(DType dtype, long value, long least, long greatest) {
    if (value < least || value > greatest) {
      throw new IllegalArgumentException(value + " does not fit " + dtype);
    }
    return value;
  }
}

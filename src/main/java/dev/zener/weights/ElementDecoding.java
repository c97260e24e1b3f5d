package dev.zener.weights;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/**
 * Converts little-endian elements to Java numbers. All remaining bytes, which must be a whole
 * number of elements, are converted; the target must fit the type. Equal types are copied in bulk.
 */
final class ElementDecoding {
  private ElementDecoding() {}

  static void decode(DType dtype, ByteBuffer bytes, FloatBuffer target) {
    switch (dtype) {
      case F32 -> target.put(bytes.asFloatBuffer());
      case F64 -> narrow(bytes.asDoubleBuffer(), target);
      case F16 -> widenF16(bytes.asShortBuffer(), target);
      case BF16 -> widenBf16(bytes.asShortBuffer(), target);
      default -> throw new IllegalArgumentException(dtype + " is not floating-point");
    }
  }

  static void decode(DType dtype, ByteBuffer bytes, DoubleBuffer target) {
    switch (dtype) {
      case F64 -> target.put(bytes.asDoubleBuffer());
      case F32 -> widen(bytes.asFloatBuffer(), target);
      default -> {
        FloatBuffer floats = FloatBuffer.allocate(bytes.remaining() / dtype.bytes());
        decode(dtype, bytes, floats);
        widen(floats.flip(), target);
      }
    }
  }

  static void decode(DType dtype, ByteBuffer bytes, LongBuffer target) {
    if (dtype == DType.I64) {
      target.put(bytes.asLongBuffer());
      return;
    }
    while (bytes.hasRemaining()) {
      target.put(integer(dtype, bytes));
    }
  }

  private static long integer(DType dtype, ByteBuffer bytes) {
    return switch (dtype) {
      case I32 -> bytes.getInt();
      case I16 -> bytes.getShort();
      case I8 -> bytes.get();
      case U8 -> Byte.toUnsignedLong(bytes.get());
      case BOOL -> bytes.get() == 0 ? 0 : 1;
      default -> throw new IllegalArgumentException(dtype + " is not an integer type");
    };
  }

  private static void narrow(DoubleBuffer source, FloatBuffer target) {
    while (source.hasRemaining()) {
      target.put((float) source.get());
    }
  }

  private static void widen(FloatBuffer source, DoubleBuffer target) {
    while (source.hasRemaining()) {
      target.put(source.get());
    }
  }

  private static void widenF16(ShortBuffer source, FloatBuffer target) {
    while (source.hasRemaining()) {
      target.put(HalfPrecision.fromF16(source.get()));
    }
  }

  private static void widenBf16(ShortBuffer source, FloatBuffer target) {
    while (source.hasRemaining()) {
      target.put(HalfPrecision.fromBf16(source.get()));
    }
  }
}

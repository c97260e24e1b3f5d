package dev.zener.weights;

import dev.zener.files.Utf8;
import dev.zener.problem.InputException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the bytes of a pickle in order, with a check that it does not read past the end. */
final class PickleInput {
  /** The maximum size of a pickle in bytes. Weight files need some hundred bytes per tensor. */
  static final int MAX_BYTES = 1 << 25;

  private final ByteBuffer bytes;

  PickleInput(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of bytes read so far. */
  int position() {
    return bytes.position();
  }

  int u1() {
    return Byte.toUnsignedInt(need(Byte.BYTES).get());
  }

  int u2() {
    return Short.toUnsignedInt(need(Short.BYTES).getShort());
  }

  int i4() {
    return need(Integer.BYTES).getInt();
  }

  long u4() {
    return Integer.toUnsignedLong(i4());
  }

  long i8() {
    return need(Long.BYTES).getLong();
  }

  /** A double, the only number that is big-endian in a pickle. */
  double f8() {
    return Double.longBitsToDouble(Long.reverseBytes(i8()));
  }

  String text(long length) {
    return Utf8.decode(slice(length)).toString();
  }

  /** A little-endian two's-complement integer: a {@code Long} if it fits, else a BigInteger. */
  Number integer(long length) {
    ByteBuffer little = slice(length);
    byte[] big = new byte[little.remaining() + 1];
    for (int i = big.length - 1; little.hasRemaining(); i--) {
      big[i] = little.get();
    }
    // The additional first byte extends the sign.
    big[0] = (byte) (big.length > 1 && big[1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(big);
    return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
  }

  /** The text up to the next line feed, which is consumed but not returned. */
  String line() {
    int start = bytes.position();
    while (u1() != '\n') {
      continue;
    }
    return Utf8.decode(bytes.slice(start, bytes.position() - start - 1)).toString();
  }

  private ByteBuffer slice(long length) {
    ByteBuffer slice = need(length).slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    return slice;
  }

  private ByteBuffer need(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw new InputException(
          "truncated or malformed pickle: at byte %d, %d bytes are required, but %d remain; fetch it again"
              .formatted(bytes.position(), length, bytes.remaining()));
    }
    return bytes;
  }
}

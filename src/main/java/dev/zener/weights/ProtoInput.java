package dev.zener.weights;

import dev.zener.label.InputException;
import java.nio.ByteBuffer;

/**
 * Reads numbers as LevelDB and protocol buffers write them. All errors are {@link InputException}s.
 */
final class ProtoInput {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final String what;
  private final ByteBuffer bytes;

  /** The wire type of the field that is at hand. */
  private int wire;

  /**
   * @param what is read, for messages
   */
  ProtoInput(String what, ByteBuffer bytes) {
    this.what = what;
    this.bytes = bytes;
  }

  boolean hasRemaining() {
    return bytes.hasRemaining();
  }

  /** The number of the next field of a message. */
  int field() {
    long key = varint();
    wire = (int) (key & 7);
    if (key >>> 3 == 0 || key >>> 3 > Integer.MAX_VALUE) {
      throw malformed();
    }
    return (int) (key >>> 3);
  }

  /** Passes over the value of a field. */
  void skip() {
    switch (wire) {
      case VARINT -> varint();
      case FIXED64 -> slice(Long.BYTES);
      case LENGTH -> slice(varint());
      case FIXED32 -> slice(Integer.BYTES);
      default -> throw malformed();
    }
  }

  /** The value of a field that is a number. */
  long number() {
    require(VARINT);
    return varint();
  }

  /** The value of a field of four bytes. */
  int fixed32() {
    require(FIXED32);
    return slice(Integer.BYTES).getInt();
  }

  /** The value of a field that is a message. */
  ProtoInput message() {
    require(LENGTH);
    return new ProtoInput(what, slice(varint()));
  }

  private void require(int expected) {
    if (wire != expected) {
      throw malformed();
    }
  }

  /** A number of at most 64 bits, seven in a byte. */
  long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = slice(1).get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw malformed();
  }

  /** The next bytes, little-endian. */
  ByteBuffer slice(long length) {
    if (length < 0 || length > bytes.remaining()) {
      throw malformed();
    }
    ByteBuffer slice = bytes.slice(bytes.position(), (int) length).order(bytes.order());
    bytes.position(bytes.position() + (int) length);
    return slice;
  }

  private InputException malformed() {
    return new InputException("malformed " + what + ": fetch the file again");
  }
}

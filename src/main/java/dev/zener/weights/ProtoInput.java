package dev.zener.weights;

import dev.zener.problem.InputException;
import java.nio.ByteBuffer;

/**
 * Reads numbers and messages as encoded by LevelDB and protocol buffers. All errors are {@link
 * InputException}s.
 */
final class ProtoInput {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED32 = 5;

  private final String what;
  private final ByteBuffer bytes;

  /** The wire type of the current field. */
  private int wire;

  /**
   * Creates a reader.
   *
   * @param what a description of what is read, for messages
   */
  ProtoInput(String what, ByteBuffer bytes) {
    this.what = what;
    this.bytes = bytes;
  }

  boolean hasRemaining() {
    return bytes.hasRemaining();
  }

  /** Starts the next field of a message and returns its number. */
  int field() {
    long key = varint();
    wire = (int) (key & 7);
    if (key >>> 3 == 0 || key >>> 3 > Integer.MAX_VALUE) {
      throw malformed();
    }
    return (int) (key >>> 3);
  }

  /** Skips the value of the current field. */
  void skip() {
    switch (wire) {
      case VARINT -> varint();
      case FIXED64 -> slice(Long.BYTES);
      case LENGTH -> slice(varint());
      case FIXED32 -> slice(Integer.BYTES);
      default -> throw malformed();
    }
  }

  /** The value of the current field, which must be a varint. */
  long number() {
    require(VARINT);
    return varint();
  }

  /** The value of the current field, which must be of four bytes. */
  int fixed32() {
    require(FIXED32);
    return slice(Integer.BYTES).getInt();
  }

  /** The value of the current field, which must be a message. */
  ProtoInput message() {
    require(LENGTH);
    return new ProtoInput(what, slice(varint()));
  }

  private void require(int expected) {
    if (wire != expected) {
      throw malformed();
    }
  }

  /** Reads a varint: a number of at most 64 bits, seven bits per byte. */
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

  /** Reads the next {@code length} bytes as a buffer. */
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

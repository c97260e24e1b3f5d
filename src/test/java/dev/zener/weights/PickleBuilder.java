package dev.zener.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Assembles pickles by hand, the ones above all that PyTorch would never write. */
final class PickleBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  PickleBuilder() {
    op(0x80).raw(2);
  }

  PickleBuilder op(int... opcodes) {
    return raw(opcodes);
  }

  PickleBuilder raw(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  PickleBuilder i4(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  PickleBuilder i8(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /** LONG1 of eight bytes. */
  PickleBuilder number(long value) {
    return op(0x8a, 8).i8(value);
  }

  PickleBuilder text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').i4(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  PickleBuilder line(String text) {
    out.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  PickleBuilder global(String module, String name) {
    return op('c').line(module).line(name);
  }

  /** A reference to a storage, left on the stack. */
  PickleBuilder storage(String type, String key, long elements) {
    return op('(')
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .op('t', 'Q');
  }

  /** A float tensor on a storage, left on the stack. */
  PickleBuilder tensor(String key, long elements, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').storage("FloatStorage", key, elements);
    return number(offset).tuple(shape).tuple(strides).op(0x89, '}', 't', 'R');
  }

  PickleBuilder tuple(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  byte[] stop() {
    out.write('.');
    return out.toByteArray();
  }
}

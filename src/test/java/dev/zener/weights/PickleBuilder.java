package dev.zener.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Assembles pickles by hand, especially those that PyTorch would never write. */
public final class PickleBuilder {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public PickleBuilder() {
    op(0x80).raw(2);
  }

  public PickleBuilder op(int... opcodes) {
    return raw(opcodes);
  }

  public PickleBuilder raw(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  public PickleBuilder i4(int value) {
    out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  public PickleBuilder i8(long value) {
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  /** LONG1 with eight bytes. */
  public PickleBuilder number(long value) {
    return op(0x8a, 8).i8(value);
  }

  public PickleBuilder text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').i4(bytes.length);
    out.writeBytes(bytes);
    return this;
  }

  public PickleBuilder line(String text) {
    out.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public PickleBuilder global(String module, String name) {
    return op('c').line(module).line(name);
  }

  /** Leaves a reference to a storage on the stack. */
  public PickleBuilder storage(String type, String key, long elements) {
    return op('(')
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .op('t', 'Q');
  }

  /** Leaves a float tensor on a storage on the stack. */
  public PickleBuilder tensor(
      String key, long elements, long offset, long[] shape, long[] strides) {
    global("torch._utils", "_rebuild_tensor_v2").op('(').storage("FloatStorage", key, elements);
    return number(offset).tuple(shape).tuple(strides).op(0x89, '}', 't', 'R');
  }

  public PickleBuilder tuple(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  public byte[] stop() {
    out.write('.');
    return out.toByteArray();
  }
}

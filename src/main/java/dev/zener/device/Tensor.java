package dev.zener.device;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * A dense row-major array in host or device memory that it does not own, with a type, a shape and
 * an address. At most 2 GiB. Not thread-safe if another thread writes.
 */
public final class Tensor {
  private final ElementType type;
  private final long[] shape;
  private final long address;
  private final int size;
  private final ByteBuffer bytes;
  private final long slack;
  private FloatBuffer floats;
  private Tensor original;
  private Runnable newer;
  private long version;

  private Tensor(ElementType type, long[] shape, long address, long slack, boolean onHost) {
    this.type = type;
    this.shape = shape;
    this.address = address;
    this.slack = slack;
    this.size = Math.toIntExact(elements(shape));
    this.bytes = onHost ? Block.view(address, (long) size * type.bytes()) : null;
  }

  /** A tensor at a host address, which must stay valid as long as the tensor is used. */
  public static Tensor at(long address, ElementType type, long... shape) {
    return new Tensor(type, shape.clone(), address, 0, true);
  }

  /** A tensor at a device address, which the host can neither read nor write. */
  public static Tensor onDevice(long address, ElementType type, long... shape) {
    return new Tensor(type, shape.clone(), address, 0, false);
  }

  /** A copy after whose last element {@code bytesBehind} bytes may be read and overwritten. */
  public Tensor withSlack(long bytesBehind) {
    return new Tensor(type, shape, address, bytesBehind, bytes != null);
  }

  /** Records that this device tensor is a copy of a host tensor; returns this tensor. */
  public Tensor copyOf(Tensor host) {
    original = host;
    return this;
  }

  /**
   * A tensor with the same contents that the host can read: this one, or the one it is a copy of.
   *
   * @throws IllegalStateException if this was computed on a device
   */
  public Tensor onHost() {
    if (bytes != null) {
      return this;
    }
    if (original == null) {
      throw new IllegalStateException(this + " lies on a device alone; download it first");
    }
    return original;
  }

  /** The number of elements of a shape; 1 for a scalar. */
  public static long elements(long... shape) {
    long n = 1;
    for (long d : shape) {
      n = Math.multiplyExact(n, d);
    }
    return n;
  }

  public ElementType type() {
    return type;
  }

  public long[] shape() {
    return shape.clone();
  }

  /** The length of one dimension. */
  public int dim(int axis) {
    return Math.toIntExact(shape[axis]);
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /** The size of the elements in bytes. */
  public long byteSize() {
    return (long) size * type.bytes();
  }

  public long address() {
    if (newer != null) {
      host();
    }
    return address;
  }

  /** The number of bytes after the last element that may be read and overwritten. */
  public long slack() {
    return slack;
  }

  /** Counts reported changes. While it is the same, values derived from the contents are valid. */
  public long version() {
    return version;
  }

  /** Reports that the memory was written to without using {@link #set}. */
  public void changed() {
    version++;
  }

  /**
   * The elements of a FLOAT32 tensor. The buffer is shared by all callers and has position 0: use
   * absolute access or a duplicate.
   */
  public FloatBuffer floats() {
    ByteBuffer current = host();
    if (floats == null) {
      expect(ElementType.FLOAT32);
      floats = current.asFloatBuffer();
    }
    return floats;
  }

  public DoubleBuffer doubles() {
    expect(ElementType.FLOAT64);
    return host().asDoubleBuffer();
  }

  public IntBuffer ints() {
    expect(ElementType.INT32);
    return host().asIntBuffer();
  }

  public LongBuffer longs() {
    expect(ElementType.INT64);
    return host().asLongBuffer();
  }

  /** A new view of the raw bytes. */
  public ByteBuffer bytes() {
    return host().duplicate().order(bytes.order());
  }

  /**
   * Records that a device has newer contents for this host tensor. They are fetched at the next
   * access by the host.
   *
   * @param fetch writes the newer contents to this tensor
   */
  public void newerOnDevice(Runnable fetch) {
    newer = fetch;
  }

  private ByteBuffer host() {
    if (bytes == null) {
      throw new IllegalStateException(this + " lies on a device: the host cannot reach it");
    }
    if (newer != null) {
      Runnable fetch = newer;
      newer = null;
      fetch.run();
    }
    return bytes;
  }

  private void expectFloating() {
    if (!type.floating()) {
      throw new IllegalStateException(this + " used as floating-point numbers");
    }
  }

  /** The element {@code i} of a floating-point tensor. */
  public double get(int i) {
    return switch (type) {
      case FLOAT32 -> host().getFloat(i * 4);
      case BFLOAT16 -> Float.intBitsToFloat(host().getShort(i * 2) << 16);
      default -> host().getDouble(i * 8);
    };
  }

  /** Sets element {@code i} of a floating-point tensor, rounded to nearest. */
  public void set(int i, double value) {
    switch (type) {
      case FLOAT32 -> host().putFloat(i * 4, (float) value);
      case BFLOAT16 -> host().putShort(i * 2, bfloat16((float) value));
      default -> host().putDouble(i * 8, value);
    }
    version++;
  }

  /** Rounds to nearest, ties to even; NaN stays NaN. */
  private static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
  }

  /** A copy of a floating-point tensor's elements. */
  public double[] toDoubles() {
    expectFloating();
    double[] copy = new double[size];
    for (int i = 0; i < size; i++) {
      copy[i] = get(i);
    }
    return copy;
  }

  /** Overwrites the elements of a floating-point tensor, rounded to nearest. */
  public void setDoubles(double[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException(values.length + " values for " + this);
    }
    expectFloating();
    for (int i = 0; i < size; i++) {
      set(i, values[i]);
    }
  }

  /** A copy of the elements of a FLOAT32 tensor. */
  public float[] toFloats() {
    float[] copy = new float[size];
    floats().get(0, copy);
    return copy;
  }

  /** A copy of the elements of an INT32 tensor. */
  public int[] toInts() {
    int[] copy = new int[size];
    ints().get(0, copy);
    return copy;
  }

  /** Overwrites the elements of an INT32 tensor. */
  public void setInts(int[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException(values.length + " values for " + this);
    }
    ints().put(values);
  }

  private void expect(ElementType wanted) {
    if (type != wanted) {
      throw new IllegalStateException(this + " used as " + wanted);
    }
  }

  @Override
  public String toString() {
    return type + Arrays.toString(shape);
  }
}

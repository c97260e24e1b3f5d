package dev.zener.device;

import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * A dense row-major array in memory that it does not own, of the host or of a device: type, shape,
 * address. At most 2 GiB. Not thread-safe against a concurrent writer.
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

  /** The tensor at a host address that stays valid as long as the tensor is used. */
  public static Tensor at(long address, ElementType type, long... shape) {
    return new Tensor(type, shape.clone(), address, 0, true);
  }

  /** The tensor at a device's address: the host can neither read nor write it. */
  public static Tensor onDevice(long address, ElementType type, long... shape) {
    return new Tensor(type, shape.clone(), address, 0, false);
  }

  /** The same tensor where so many bytes behind it may be read, and written with anything. */
  public Tensor withSlack(long bytesBehind) {
    return new Tensor(type, shape, address, bytesBehind, bytes != null);
  }

  /** Says that a device's tensor is a copy of a host's. */
  public Tensor copyOf(Tensor host) {
    original = host;
    return this;
  }

  /**
   * Where the host can read what this holds: this itself, or what it is a copy of.
   *
   * @throws IllegalStateException if it was computed on a device
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

  /** Number of elements of a shape; 1 for a scalar. */
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

  /** Length along one dimension. */
  public int dim(int axis) {
    return Math.toIntExact(shape[axis]);
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Size of the elements in bytes. */
  public long byteSize() {
    return (long) size * type.bytes();
  }

  public long address() {
    if (newer != null) {
      host();
    }
    return address;
  }

  /** Bytes behind the last element that may be read, and written with anything. */
  public long slack() {
    return slack;
  }

  /** Counts announced changes: what was derived from the contents then is still theirs. */
  public long version() {
    return version;
  }

  /** Announces that somebody has written into the memory of a weight behind this tensor's back. */
  public void changed() {
    version++;
  }

  /** The elements of a bfloat16 tensor, the upper halves of floats. */
  public ShortBuffer shorts() {
    expect(ElementType.BFLOAT16);
    return host().asShortBuffer();
  }

  /** The elements; position 0, shared by all callers: use absolute access or duplicate. */
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

  /** The raw bytes, a fresh view. */
  public ByteBuffer bytes() {
    return host().duplicate().order(bytes.order());
  }

  /**
   * Says that a device has newer contents for this host tensor: whoever looks at it next, fetches
   * them first.
   *
   * @param fetch writes them here
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

  /** Element {@code i} of a floating-point tensor. */
  public double get(int i) {
    return switch (type) {
      case FLOAT32 -> host().getFloat(i * 4);
      case BFLOAT16 -> Float.intBitsToFloat(host().getShort(i * 2) << 16);
      default -> host().getDouble(i * 8);
    };
  }

  /** Sets element {@code i} of a floating-point tensor, rounding to nearest where it must. */
  public void set(int i, double value) {
    switch (type) {
      case FLOAT32 -> host().putFloat(i * 4, (float) value);
      case BFLOAT16 -> host().putShort(i * 2, bfloat16((float) value));
      default -> host().putDouble(i * 8, value);
    }
    version++;
  }

  /** To nearest, ties to even; NaN stays NaN. */
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

  /** Overwrites a floating-point tensor, rounding where it must. */
  public void setDoubles(double[] values) {
    if (values.length != size) {
      throw new IllegalArgumentException(values.length + " values for " + this);
    }
    expectFloating();
    for (int i = 0; i < size; i++) {
      set(i, values[i]);
    }
  }

  /** A copy of a float tensor's elements. */
  public float[] toFloats() {
    float[] copy = new float[size];
    floats().get(0, copy);
    return copy;
  }

  /** A copy of an int tensor's elements. */
  public int[] toInts() {
    int[] copy = new int[size];
    ints().get(0, copy);
    return copy;
  }

  /** Overwrites an int tensor. */
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

package dev.zener.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes TensorFlow checkpoints in the formats of tensorflow/core/util/tensor_bundle and of
 * LevelDB's tables. Each setter changes what a later {@link #files} writes.
 */
public final class BundleBuilder {
  private record Tensor(int dtype, long[] shape, byte[] bytes, int shard) {}

  private final Map<String, Tensor> tensors = new TreeMap<>();
  private int shards = 1;
  private int blockSize = 200;
  private int compression;
  private int endianness;
  private String sliced = "";
  private int damage;

  /** One tensor of each supported type, and one of strings. */
  public static BundleBuilder sample() {
    return new BundleBuilder()
        .floats("a/kernel", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
        .floats("a/scalar", new float[] {7})
        .floats("b", new float[0], 0, 3)
        .tensor("b/half", 19, new long[] {2}, little(4).putShort((short) 0x3c00).array())
        .tensor("b/wide", 2, new long[] {1}, little(8).putDouble(0.1).array())
        .tensor("c/brain", 14, new long[] {1}, little(2).putShort((short) 0x3f80).array())
        .tensor("global_step", 9, new long[0], little(8).putLong(1234567890123L).array())
        .tensor("text", 7, new long[0], new byte[] {1, 'x'});
  }

  /**
   * An index with the right checksums for its blocks after any edits, as far as its footer and its
   * index block still point to the blocks.
   */
  public static byte[] mended(byte[] index) {
    try {
      ByteBuffer file = ByteBuffer.wrap(index).order(ByteOrder.LITTLE_ENDIAN);
      ProtoInput footer = new ProtoInput("footer", file.slice(index.length - 48, 48));
      footer.varint();
      footer.varint();
      int offset = Math.toIntExact(footer.varint());
      int size = Math.toIntExact(footer.varint());
      mend(index, offset, size);
      int restarts = file.getInt(offset + size - 4);
      ProtoInput block = new ProtoInput("block", file.slice(offset, size - 4 - 4 * restarts));
      while (block.hasRemaining()) {
        block.varint();
        long unshared = block.varint();
        long length = block.varint();
        block.slice(unshared);
        ProtoInput handle = new ProtoInput("handle", block.slice(length));
        mend(index, Math.toIntExact(handle.varint()), Math.toIntExact(handle.varint()));
      }
    } catch (RuntimeException damaged) {
      // the rest cannot be parsed
    }
    return index;
  }

  private static void mend(byte[] index, int offset, int size) {
    byte[] typed = Arrays.copyOfRange(index, offset, Math.min(index.length, offset + size + 1));
    ByteBuffer.wrap(index)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(Math.addExact(offset, size) + 1, masked(typed));
  }

  /** Adds a float32 tensor. */
  public BundleBuilder floats(String name, float[] values, long... shape) {
    ByteBuffer bytes = little(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(FloatBuffer.wrap(values));
    return tensor(name, 1, shape, bytes.array());
  }

  /** Adds a tensor of any type, which is given by TensorFlow's number. */
  public BundleBuilder tensor(String name, int dtype, long[] shape, byte[] bytes) {
    tensors.put(name, new Tensor(dtype, shape, bytes, tensors.size() % shards));
    return this;
  }

  /** Distributes the tensors that follow over this number of files. */
  public BundleBuilder shards(int value) {
    shards = value;
    return this;
  }

  /** The number of bytes after which a block ends. */
  public BundleBuilder blockSize(int bytes) {
    blockSize = bytes;
    return this;
  }

  BundleBuilder compression(int kind) {
    compression = kind;
    return this;
  }

  BundleBuilder endianness(int value) {
    endianness = value;
    return this;
  }

  BundleBuilder sliced(String name) {
    sliced = name;
    return this;
  }

  /** A value that is added to the checksums of blocks. */
  BundleBuilder damage(int value) {
    damage = value;
    return this;
  }

  /** The index and the data files, by their names. */
  public Map<String, byte[]> files(String prefix) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    ByteArrayOutputStream[] data = new ByteArrayOutputStream[shards];
    for (int i = 0; i < shards; i++) {
      data[i] = new ByteArrayOutputStream();
    }
    TreeMap<String, byte[]> entries = new TreeMap<>();
    entries.put("", header());
    tensors.forEach(
        (name, tensor) -> {
          entries.put(name, entry(name, tensor, data[tensor.shard].size()));
          data[tensor.shard].writeBytes(tensor.bytes);
        });
    if (!sliced.isEmpty()) {
      entries.put("\0" + sliced + "\0\1", entry("", tensors.get(sliced), 0));
    }
    files.put(prefix + ".index", table(entries));
    for (int i = 0; i < shards; i++) {
      files.put("%s.data-%05d-of-%05d".formatted(prefix, i, shards), data[i].toByteArray());
    }
    return files;
  }

  private byte[] header() {
    Message header = new Message().number(1, shards);
    if (endianness != 0) {
      header.number(2, endianness);
    }
    return header.message(3, new Message().number(1, 1)).bytes();
  }

  private byte[] entry(String name, Tensor tensor, int offset) {
    Message shape = new Message();
    for (long size : tensor.shape) {
      shape.message(2, new Message().number(1, size));
    }
    Message entry = new Message().number(1, tensor.dtype).message(2, shape);
    if (tensor.shard > 0) {
      entry.number(3, tensor.shard);
    }
    if (offset > 0) {
      entry.number(4, offset);
    }
    entry.number(5, tensor.bytes.length).fixed32(6, masked(tensor.bytes));
    if (name.equals(sliced) && !name.isEmpty()) {
      entry.message(7, new Message().message(1, new Message().number(1, 0)));
    }
    return entry.bytes();
  }

  /** The masked CRC-32C of bytes. */
  static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int value = (int) crc.getValue();
    return (value >>> 15 | value << 17) + 0xa282ead8;
  }

  private byte[] table(TreeMap<String, byte[]> entries) {
    Message file = new Message();
    Map<String, byte[]> index = new TreeMap<>();
    Map<String, byte[]> block = new LinkedHashMap<>();
    int size = 0;
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      block.put(entry.getKey(), entry.getValue());
      size += entry.getKey().length() + entry.getValue().length;
      if (size >= blockSize || entry.getKey().equals(entries.lastKey())) {
        index.put(entry.getKey(), block(file, block));
        block.clear();
        size = 0;
      }
    }
    byte[] meta = block(file, Map.of());
    byte[] top = block(file, index);
    byte[] footer = new byte[48];
    System.arraycopy(meta, 0, footer, 0, meta.length);
    System.arraycopy(top, 0, footer, meta.length, top.length);
    ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0xdb4775248b80fb57L);
    return file.raw(footer).bytes();
  }

  /** Appends a block with its trailer and returns its handle. */
  private byte[] block(Message file, Map<String, byte[]> entries) {
    Message block = new Message();
    String last = "";
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      String key = entry.getKey();
      int shared = 0;
      while (shared < Math.min(last.length(), key.length())
          && last.charAt(shared) == key.charAt(shared)) {
        shared++;
      }
      byte[] rest = key.substring(shared).getBytes(StandardCharsets.ISO_8859_1);
      block.varint(shared).varint(rest.length).varint(entry.getValue().length);
      block.raw(rest).raw(entry.getValue());
      last = key;
    }
    block.raw(little(8).putInt(0).putInt(1).array());
    byte[] content = block.bytes();
    byte[] handle = new Message().varint(file.size()).varint(content.length).bytes();
    byte[] typed = new Message().raw(content).raw(new byte[] {(byte) compression}).bytes();
    file.raw(typed).raw(little(4).putInt(masked(typed) + damage).array());
    return handle;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Writes bytes, and numbers in the encoding of protocol buffers. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message varint(long value) {
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        out.write((int) (rest & 0x7f | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
      return this;
    }

    Message number(int field, long value) {
      return varint(field << 3).varint(value);
    }

    Message message(int field, Message value) {
      return varint(field << 3 | 2).varint(value.size()).raw(value.bytes());
    }

    Message fixed32(int field, int value) {
      return varint(field << 3 | 5).raw(little(4).putInt(value).array());
    }

    Message raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    int size() {
      return out.size();
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}

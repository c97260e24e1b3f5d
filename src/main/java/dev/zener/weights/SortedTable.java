package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A sorted table of LevelDB, the format of the index of a TensorFlow checkpoint: data blocks, an
 * index block with the position of each, and a footer. The CRC-32C of every block that is read is
 * checked.
 *
 * @param entries the values by key, in ascending order of the keys' bytes
 */
record SortedTable(Map<String, ByteBuffer> entries) {
  /** The size of the footer in bytes: two block handles, zeros, and the magic number. */
  static final int FOOTER = 48;

  private static final long MAGIC = 0xdb4775248b80fb57L;

  /** The size in bytes of what follows each block: its compression and its CRC-32C. */
  private static final int TRAILER = 1 + Integer.BYTES;

  private static final int SNAPPY = 1;

  /** The maximum size of a table in bytes; the index of mBERT has 8,633. */
  static final int MAX_BYTES = 1 << 25;

  /**
   * The maximum length of a key. Keys are kept in memory in full, while a block stores common
   * prefixes only once, so a small file could otherwise need much memory.
   */
  private static final int LONGEST_KEY = 1024;

  /** Whether the last bytes of a file are the footer of a table. */
  static boolean isFooter(ByteBuffer tail) {
    return tail.remaining() == FOOTER && tail.getLong(FOOTER - Long.BYTES) == MAGIC;
  }

  /**
   * Reads a whole table.
   *
   * @throws InputException if it is malformed, damaged, compressed or too large
   */
  static SortedTable parse(Bytes file) {
    if (file.size() > MAX_BYTES) {
      throw new InputException(
          "an index of %d bytes; allowed: at most %d".formatted(file.size(), MAX_BYTES));
    }
    ByteBuffer all = file.view(0, (int) file.size());
    if (all.limit() < FOOTER
        || !isFooter(all.slice(all.limit() - FOOTER, FOOTER).order(all.order()))) {
      throw new InputException(
          "not a TensorFlow index: its last eight bytes are not the magic number; fetch it again");
    }
    return new Reader(all).read();
  }

  /** Reads the blocks. */
  private static final class Reader {
    private final ByteBuffer file;
    private final TreeMap<String, ByteBuffer> entries = new TreeMap<>();

    /** The end of the last data block. Blocks must be in ascending order, so none is read twice. */
    private long free;

    /** The last key read. Keys must ascend over all blocks. */
    private String last;

    Reader(ByteBuffer file) {
      this.file = file;
    }

    SortedTable read() {
      ProtoInput footer = input(file.slice(file.limit() - FOOTER, FOOTER));
      footer.varint();
      footer.varint();
      ByteBuffer index = block(footer.varint(), footer.varint());
      entries(index, (key, handle) -> data(input(handle)));
      return new SortedTable(entries);
    }

    private void data(ProtoInput handle) {
      long offset = handle.varint();
      long size = handle.varint();
      if (offset < free) {
        throw malformed("blocks overlap at byte " + offset);
      }
      ByteBuffer block = block(offset, size);
      free = offset + size;
      entries(block, this::put);
    }

    private void put(String key, ByteBuffer value) {
      if (last != null && last.compareTo(key) >= 0) {
        throw malformed("key " + Quoted.of(key) + " is out of order");
      }
      last = key;
      entries.put(key, value);
      if (entries.size() > StoredWeights.MAX_TENSORS) {
        throw new InputException(
            "more than %d tensors, which is not supported".formatted(StoredWeights.MAX_TENSORS));
      }
    }

    /** Checks a block and returns its content: entries and restart points. */
    private ByteBuffer block(long offset, long size) {
      if (offset < 0 || size < 0 || size > file.limit() || offset > file.limit() - size - TRAILER) {
        throw malformed("invalid block of " + size + " bytes at byte " + offset);
      }
      int at = (int) offset;
      int end = at + (int) size;
      CRC32C sum = new CRC32C();
      sum.update(file.slice(at, (int) size + 1));
      if (Checksum.mask(sum) != file.getInt(end + 1)) {
        throw new InputException(
            "the block at byte %d has CRC-32C %08x, but %08x is stored: fetch the file again"
                .formatted(offset, Checksum.mask(sum), file.getInt(end + 1)));
      }
      if (file.get(end) != 0) {
        throw new InputException(
            "the block at byte %d is compressed%s, which TensorFlow's own writer does not do;"
                    .formatted(offset, file.get(end) == SNAPPY ? " with snappy" : "")
                + " save the checkpoint again with TensorFlow");
      }
      return file.slice(at, (int) size).order(file.order());
    }

    @FunctionalInterface
    private interface Sink {
      void accept(String key, ByteBuffer value);
    }

    private static void entries(ByteBuffer block, Sink sink) {
      int length = block.limit();
      long restarts = length < Integer.BYTES ? -1 : block.getInt(length - Integer.BYTES);
      long end = length - Integer.BYTES * (restarts + 1);
      if (restarts < 0 || end < 0) {
        throw malformed("a block without restart points");
      }
      ProtoInput in = input(block.slice(0, (int) end));
      byte[] key = new byte[0];
      while (in.hasRemaining()) {
        long shared = in.varint();
        long unshared = in.varint();
        long size = in.varint();
        if (shared < 0 || shared > key.length || unshared < 0 || shared + unshared > LONGEST_KEY) {
          throw malformed("a key of " + shared + " + " + unshared + " bytes");
        }
        byte[] next = Arrays.copyOf(key, (int) (shared + unshared));
        in.slice(unshared).get(next, (int) shared, (int) unshared);
        key = next;
        // one character per byte keeps the order of the bytes; keys of slices are not valid UTF-8
        sink.accept(new String(key, StandardCharsets.ISO_8859_1), in.slice(size));
      }
    }

    private static ProtoInput input(ByteBuffer bytes) {
      return new ProtoInput("index", bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    private static InputException malformed(String how) {
      return new InputException("malformed index: " + how + "; fetch the file again");
    }
  }
}

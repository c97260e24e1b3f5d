package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.files.Utf8;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a TensorFlow checkpoint (TensorBundle V2): {@code PREFIX.index}, a sorted table that
 * describes the tensors, and one or more data files {@code PREFIX.data-00000-of-00001}. The CRC-32C
 * of every tensor is checked while it is read. The formats are defined in
 * tensorflow/core/protobuf/tensor_bundle.proto and LevelDB's table_format.md.
 */
final class TensorBundle {
  private static final String SUFFIX = ".index";

  /** The key of the header; it sorts before all names. */
  private static final String HEADER = "";

  /** More data files than five digits can number. */
  private static final int MAX_SHARDS = 100_000;

  /** The maximum number of open data files; a checkpoint has one per parameter server. */
  private static final int MAX_OPEN = 256;

  /** The supported types by TensorFlow's numbers. */
  private static final Map<Long, DType> TYPES =
      Map.of(
          1L,
          DType.F32,
          2L,
          DType.F64,
          3L,
          DType.I32,
          4L,
          DType.U8,
          5L,
          DType.I16,
          6L,
          DType.I8,
          9L,
          DType.I64,
          10L,
          DType.BOOL,
          14L,
          DType.BF16,
          19L,
          DType.F16);

  private final WeightInput index;
  private final String prefix;
  private final int shards;
  private final Map<Integer, Bytes> open = new HashMap<>();
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Set<String> leftOut = new LinkedHashSet<>();

  private TensorBundle(WeightInput index, int shards) {
    this.index = index;
    this.prefix = prefix(index.name());
    this.shards = shards;
  }

  /**
   * Whether a file has the footer of an index. Files that are too long for an index are not read.
   */
  static boolean recognises(WeightInput input) {
    return input.bytes().size() <= SortedTable.MAX_BYTES && SortedTable.isFooter(input.tail());
  }

  /** Opens an index and the data files that hold its tensors. */
  static StoredWeights open(String description, WeightInput index) {
    Map<String, ByteBuffer> entries = SortedTable.parse(index.bytes()).entries();
    ByteBuffer header = entries.get(HEADER);
    if (header == null) {
      throw new InputException("the index has no header, so it is not a TensorFlow checkpoint");
    }
    TensorBundle bundle = new TensorBundle(index, shards(header));
    try {
      entries.forEach(bundle::add);
      // the index has been read into memory; tensors are read from the data files
      index.bytes().close();
      return new StoredWeights(
          description, Map.of(), bundle.tensors, List.copyOf(bundle.open.values()), bundle.leftOut);
    } catch (RuntimeException | Error e) {
      bundle.open.values().forEach(Bytes::close);
      throw e;
    }
  }

  private static String prefix(String name) {
    if (!name.endsWith(SUFFIX)) {
      throw new InputException(
          "a TensorFlow index whose name does not end in .index; the names of its data files depend"
              + " on its name: restore the original name");
    }
    return name.substring(0, name.length() - SUFFIX.length());
  }

  /** Reads a BundleHeaderProto: field 1 is the number of shards, 2 the byte order (0: little). */
  private static int shards(ByteBuffer header) {
    ProtoInput in = new ProtoInput("header of the index", header);
    long shards = 0;
    while (in.hasRemaining()) {
      switch (in.field()) {
        case 1 -> shards = in.number();
        case 2 -> requireLittleEndian(in.number());
        default -> in.skip();
      }
    }
    if (shards < 1 || shards >= MAX_SHARDS) {
      throw new InputException("the index declares " + shards + " data files; allowed: 1 to 99999");
    }
    return (int) shards;
  }

  private static void requireLittleEndian(long order) {
    if (order != 0) {
      throw new InputException(
          "the checkpoint is big-endian, which is not supported; on its machine, save it as"
              + " safetensors");
    }
  }

  private void add(String key, ByteBuffer value) {
    // a key that starts with a zero byte is a slice of a tensor that has an entry of its own
    if (key.isEmpty() || key.charAt(0) == 0) {
      return;
    }
    String name =
        Utf8.decode(ByteBuffer.wrap(key.getBytes(StandardCharsets.ISO_8859_1))).toString();
    Entry entry = Entry.parse(name, new ProtoInput("entry " + Quoted.of(name), value));
    DType dtype = TYPES.get(entry.dtype);
    if (dtype == null) {
      leftOut.add(name);
      return;
    }
    if (entry.sliced) {
      throw new InputException(
          "tensor %s is stored in slices (a partitioned variable), which is not supported; save"
                  .formatted(Quoted.of(name))
              + " the checkpoint without a partitioner");
    }
    tensors.put(name, locate(info(name, dtype, entry), entry));
  }

  private static TensorInfo info(String name, DType dtype, Entry entry) {
    try {
      return new TensorInfo(name, dtype, entry.shape);
    } catch (IllegalArgumentException e) {
      throw new InputException("tensor " + e.getMessage(), e);
    }
  }

  private StoredTensor locate(TensorInfo info, Entry entry) {
    Bytes data = shard(info.name(), entry.shard);
    if (entry.size != info.byteSize()
        || entry.offset < 0
        || entry.offset > data.size() - entry.size) {
      throw new InputException(
          "tensor %s is %s, %d bytes, but the index declares %d bytes at %d of %s, which has %d; fetch both"
                  .formatted(
                      Quoted.of(info.name()),
                      info,
                      info.byteSize(),
                      entry.size,
                      entry.offset,
                      index.folder().place(data(entry.shard)),
                      data.size())
              + " files again");
    }
    return StoredTensor.contiguous(info, data, entry.offset)
        .checked(new Checksum(info.name(), entry.size, entry.checksum));
  }

  private Bytes shard(String tensor, long number) {
    if (number < 0 || number >= shards) {
      throw new InputException(
          "the index places tensor %s in data file %d of %d"
              .formatted(Quoted.of(tensor), number, shards));
    }
    Bytes data = open.computeIfAbsent((int) number, n -> index.folder().open(data(number)));
    if (open.size() > MAX_OPEN) {
      throw new InputException(
          "tensors in more than %d data files; save the checkpoint in fewer".formatted(MAX_OPEN));
    }
    return data;
  }

  private String data(long number) {
    return "%s.data-%05d-of-%05d".formatted(prefix, number, shards);
  }

  /** The content of a BundleEntryProto. */
  private record Entry(
      long dtype, long[] shape, long shard, long offset, long size, int checksum, boolean sliced) {

    static Entry parse(String name, ProtoInput in) {
      long dtype = 0;
      long[] shape = {};
      long shard = 0;
      long offset = 0;
      long size = 0;
      int checksum = 0;
      boolean sliced = false;
      while (in.hasRemaining()) {
        switch (in.field()) {
          case 1 -> dtype = in.number();
          case 2 -> shape = shape(name, in.message());
          case 3 -> shard = in.number();
          case 4 -> offset = in.number();
          case 5 -> size = in.number();
          case 6 -> checksum = in.fixed32();
          case 7 -> {
            sliced = true;
            in.skip();
          }
          default -> in.skip();
        }
      }
      return new Entry(dtype, shape, shard, offset, size, checksum, sliced);
    }

    /** Reads a TensorShapeProto: field 2 is a dimension, whose field 1 is its size. */
    private static long[] shape(String name, ProtoInput in) {
      List<Long> sizes = new ArrayList<>();
      while (in.hasRemaining()) {
        if (in.field() == 2) {
          sizes.add(size(in.message()));
        } else {
          in.skip();
        }
        if (sizes.size() > TensorInfo.MAX_RANK) {
          throw new InputException(
              "tensor %s has more than %d dimensions"
                  .formatted(Quoted.of(name), TensorInfo.MAX_RANK));
        }
      }
      return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private static long size(ProtoInput in) {
      long size = 0;
      while (in.hasRemaining()) {
        if (in.field() == 1) {
          size = in.number();
        } else {
          in.skip();
        }
      }
      return size;
    }
  }
}

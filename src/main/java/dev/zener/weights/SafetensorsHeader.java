package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: eight bytes of length, then JSON with the type, shape and
 * position of every tensor. The tensors must cover the rest of the file without gaps and overlaps.
 *
 * @param metadata the strings under {@code __metadata__}
 * @param slots the tensors in the order of the header
 */
record SafetensorsHeader(Map<String, String> metadata, List<Slot> slots) {
  static final String METADATA = "__metadata__";

  /** The maximum size in bytes; only a header with too many tensors would be longer. */
  private static final int MAX_BYTES = 1 << 25;

  /**
   * A tensor and its position.
   *
   * @param begin the start of the tensor, in bytes from the end of the header
   * @param end the end of the tensor, exclusive, in bytes from the end of the header
   */
  record Slot(TensorInfo info, long begin, long end) {}

  /** Opens the tensors of a file. */
  static StoredWeights open(String description, Bytes file) {
    SafetensorsHeader header = parse(file);
    long data = end(file);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Slot slot : header.slots) {
      tensors.put(slot.info.name(), StoredTensor.contiguous(slot.info, file, data + slot.begin));
    }
    return new StoredWeights(description, header.metadata, tensors, file);
  }

  /** The number of bytes up to the end of the header, where the data begins. */
  static long end(Bytes file) {
    if (file.size() < Long.BYTES) {
      throw new InputException(
          "truncated: only " + file.size() + " bytes, without a header; fetch the file again");
    }
    long length = file.view(0, Long.BYTES).getLong();
    long data = Long.BYTES + length;
    if (length < 0 || length > MAX_BYTES || data > file.size()) {
      throw new InputException(
          ("the header has %d bytes, but the file has %d after its length, and at most %d are"
                  + " allowed; fetch the file again if it was truncated")
              .formatted(length, file.size() - Long.BYTES, MAX_BYTES));
    }
    return data;
  }

  /** Parses and checks the header of a file. */
  static SafetensorsHeader parse(Bytes file) {
    long data = end(file);
    return parse(file.view(Long.BYTES, Math.toIntExact(data - Long.BYTES)), file.size() - data);
  }

  /**
   * Parses and checks a header.
   *
   * @param json the header without its length
   * @param dataBytes the number of bytes that follow the header in the file
   */
  static SafetensorsHeader parse(ByteBuffer json, long dataBytes) {
    Parser parser = new Parser();
    JsonInput.parse(json, parser::header);
    SafetensorsHeader header =
        new SafetensorsHeader(parser.metadata, List.copyOf(parser.slots.values()));
    header.checkCover(dataBytes);
    return header;
  }

  private void checkCover(long dataBytes) {
    long covered = 0;
    for (Slot slot : slots.stream().sorted(BY_PLACE).toList()) {
      if (slot.begin != covered) {
        throw new InputException(
            "tensor %s begins at byte %d of the data, expected %d: tensors must have no gaps or overlaps"
                .formatted(Quoted.of(slot.info.name()), slot.begin, covered));
      }
      covered = slot.end;
    }
    if (covered != dataBytes) {
      throw new InputException(
          ("the tensors have %d bytes, but the file has %d of data: it is truncated or damaged;"
                  + " fetch it again")
              .formatted(covered, dataBytes));
    }
  }

  private static final Comparator<Slot> BY_PLACE =
      Comparator.comparingLong(Slot::begin).thenComparingLong(Slot::end);

  /** The content of the JSON read so far. */
  private static final class Parser {
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final Map<String, Slot> slots = new LinkedHashMap<>();

    Void header(JsonInput json) {
      json.members(
          "the header",
          name -> {
            if (name.equals(METADATA)) {
              metadata(json);
            } else {
              slots.put(name, new Fields(name).read(json));
            }
            if (slots.size() > StoredWeights.MAX_TENSORS) {
              throw tooMany("tensors");
            }
          });
      return null;
    }

    /** Reads the metadata, which may be null, as in the safetensors library. */
    private void metadata(JsonInput json) {
      if (!json.isNull()) {
        json.members(METADATA, key -> metadata(key, json));
      }
    }

    private void metadata(String key, JsonInput json) {
      metadata.put(key, json.string(METADATA));
      if (metadata.size() > StoredWeights.MAX_TENSORS) {
        throw tooMany("strings under " + METADATA);
      }
    }

    private static InputException tooMany(String what) {
      return new InputException(
          "more than %d %s, which is not supported; save them in several files"
              .formatted(StoredWeights.MAX_TENSORS, what));
    }
  }

  /** The three fields of a tensor, in any order. */
  private static final class Fields {
    private final String name;
    private final String what;
    private DType dtype;
    private long[] shape;
    private long[] offsets;

    Fields(String name) {
      this.name = name;
      this.what = "tensor " + Quoted.of(name);
    }

    Slot read(JsonInput json) {
      json.members(what, field -> field(field, json));
      if (dtype == null || shape == null || offsets == null) {
        throw new InputException(what + " lacks dtype, shape or data_offsets");
      }
      return slot();
    }

    private void field(String field, JsonInput json) {
      switch (field) {
        case "dtype" -> dtype = dtype(json.string(what + ": dtype"));
        case "shape" -> shape = json.naturals(what + ": shape");
        case "data_offsets" -> offsets = json.naturals(what + ": data_offsets");
        default -> throw new InputException(what + " has an unknown field " + Quoted.of(field));
      }
    }

    private DType dtype(String text) {
      return Arrays.stream(DType.values())
          .filter(type -> type.name().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new InputException(
                      "%s has dtype %s; allowed: %s"
                          .formatted(what, Quoted.of(text), Arrays.toString(DType.values()))));
    }

    private Slot slot() {
      TensorInfo info = tensorInfo();
      if (offsets.length != 2 || offsets[1] - offsets[0] != info.byteSize()) {
        throw new InputException(
            "%s is %s, %d bytes, but its data_offsets are %s"
                .formatted(what, info, info.byteSize(), Quoted.of(Arrays.toString(offsets))));
      }
      return new Slot(info, offsets[0], offsets[1]);
    }

    private TensorInfo tensorInfo() {
      try {
        return new TensorInfo(name, dtype, shape);
      } catch (IllegalArgumentException e) {
        throw new InputException("tensor " + e.getMessage(), e);
      }
    }
  }
}

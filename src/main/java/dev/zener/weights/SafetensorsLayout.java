package dev.zener.weights;

import dev.zener.files.Quoted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where each tensor of a new safetensors file goes: wide types first, so that every element stands
 * at a multiple of its width, otherwise in the order given.
 *
 * @param header length and JSON, padded with blanks to a multiple of eight bytes
 * @param offsets of the tensors in the file, in bytes
 */
record SafetensorsLayout(ByteBuffer header, Map<String, Long> offsets) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * @throws IllegalArgumentException if two tensors share a name, or one has the name of the
   *     metadata
   */
  static SafetensorsLayout of(Map<String, String> metadata, List<TensorInfo> tensors) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      // in order: what has none of its own differs from process to process
      json.put(SafetensorsHeader.METADATA, new TreeMap<>(metadata));
    }
    Map<String, Long> begins = new LinkedHashMap<>();
    long end = 0;
    for (TensorInfo info : widestFirst(tensors)) {
      long begin = end;
      end = Math.addExact(begin, info.byteSize());
      if (info.name().equals(SafetensorsHeader.METADATA)
          || begins.put(info.name(), begin) != null) {
        throw new IllegalArgumentException(
            "tensor name " + Quoted.of(info.name()) + " is taken: each needs its own");
      }
      json.put(info.name(), fields(info, begin, end));
    }
    ByteBuffer header = header(json);
    int data = header.remaining();
    return new SafetensorsLayout(
        header,
        begins.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> data + entry.getValue())));
  }

  private static List<TensorInfo> widestFirst(List<TensorInfo> tensors) {
    return tensors.stream()
        .sorted(Comparator.comparingInt((TensorInfo info) -> -info.dtype().bytes()))
        .toList();
  }

  private static Map<String, Object> fields(TensorInfo info, long begin, long end) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("dtype", info.dtype().name());
    fields.put("shape", info.shape());
    fields.put("data_offsets", new long[] {begin, end});
    return fields;
  }

  private static ByteBuffer header(Map<String, Object> json) {
    byte[] text = JSON.writeValueAsBytes(json);
    byte[] padding = " ".repeat(Math.floorMod(-text.length, 8)).getBytes(StandardCharsets.US_ASCII);
    int length = text.length + padding.length;
    return ByteBuffer.allocate(Long.BYTES + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length)
        .put(text)
        .put(padding)
        .flip();
  }
}

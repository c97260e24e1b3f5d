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
 * The positions of the tensors in a new safetensors file. Tensors with wide types come first, so
 * that every element is aligned to its width; otherwise the order is as given.
 *
 * @param header the length and the JSON, padded with spaces to a multiple of eight bytes
 * @param offsets the offset of each tensor in the file, in bytes, by name
 */
record SafetensorsLayout(ByteBuffer header, Map<String, Long> offsets) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /**
   * Computes the layout.
   *
   * @throws IllegalArgumentException if two tensors have the same name, or one has the name of the
   *     metadata
   */
  static SafetensorsLayout of(Map<String, String> metadata, List<TensorInfo> tensors) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      // sorted: the order of a map may differ between processes
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
            "tensor name "
                + Quoted.of(info.name())
                + " occurs twice; each tensor requires its own name");
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

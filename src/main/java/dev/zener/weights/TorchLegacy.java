package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads files that {@code torch.save} wrote before PyTorch 1.6: five pickles (magic number, format
 * version, a description of the machine, the object, the keys of the storages), then for each key
 * the number of elements in eight bytes and the raw elements.
 */
final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final Long VERSION = 1001L;
  private static final int LONG1 = 0x8a;
  private static final int PROTO = 0x80;
  private static final int FRAME = 0x95;

  private final Bytes file;
  private final StateDict state;
  private final Object keys;
  private final long data;

  private TorchLegacy(Bytes file) {
    this.file = file;
    PickleInput in =
        new PickleInput(file.view(0, (int) Math.min(file.size(), PickleInput.MAX_BYTES)));
    expect("magic number", MAGIC, Unpickler.load(in));
    expect("format version", VERSION, Unpickler.load(in));
    expect("little_endian", true, littleEndian(Unpickler.load(in)));
    this.state = StateDict.of(Unpickler.load(in));
    this.keys = Unpickler.load(in);
    this.data = in.position();
  }

  static boolean isSignature(ByteBuffer head) {
    if (head.remaining() < 32 || Byte.toUnsignedInt(head.get(0)) != PROTO) {
      return false;
    }
    int at = Byte.toUnsignedInt(head.get(2)) == FRAME ? 11 : 2;
    if (Byte.toUnsignedInt(head.get(at)) != LONG1 || head.get(at + 1) != 10) {
      return false;
    }
    return MAGIC.equals(new PickleInput(head.slice(at + 2, 10)).integer(10));
  }

  static StoredWeights open(String description, Bytes file) {
    TorchLegacy legacy = new TorchLegacy(file);
    Map<String, Long> places = legacy.places();
    return legacy.state.locate(description, file, storage -> place(places, storage));
  }

  private static Object littleEndian(Object system) {
    return system instanceof Map<?, ?> map ? map.get("little_endian") : system;
  }

  private static void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new InputException(
          "%s is %s, expected %s".formatted(what, Unpickler.kind(found), expected));
    }
  }

  /** The offset of each storage's elements, computed from the sizes given in the pickle. */
  private Map<String, Long> places() {
    if (!(keys instanceof List<?> list)) {
      throw new InputException("the storages' keys are " + Unpickler.kind(keys) + ", not a list");
    }
    Map<String, TorchStorage> storages = state.storages();
    Map<String, Long> places = new HashMap<>();
    long at = data;
    for (Object key : list) {
      TorchStorage storage = key instanceof String ? storages.get(key) : null;
      if (storage == null || places.containsKey(storage.key())) {
        throw new InputException(
            "storage " + Unpickler.kind(key) + " belongs to no tensor or occurs twice");
      }
      at = begin(storage, at);
      places.put(storage.key(), at);
      at += storage.byteSize();
    }
    if (at != file.size()) {
      throw new InputException((file.size() - at) + " bytes follow the last storage");
    }
    return places;
  }

  private long begin(TorchStorage storage, long at) {
    if (file.size() - at < Long.BYTES || file.size() - at - Long.BYTES < storage.byteSize()) {
      throw new InputException(
          "truncated: storage %s of %d x %s at byte %d, but the file ends at %d; fetch it again"
              .formatted(
                  Quoted.of(storage.key()), storage.total(), storage.dtype(), at, file.size()));
    }
    long count = file.view(at, Long.BYTES).getLong();
    if (count != storage.total()) {
      throw new InputException(
          "storage %s has %d elements, but its tensors declare %d"
              .formatted(Quoted.of(storage.key()), count, storage.total()));
    }
    return at + Long.BYTES;
  }

  private static long place(Map<String, Long> places, TorchStorage storage) {
    Long place = places.get(storage.key());
    if (place == null) {
      throw new InputException("storage " + Quoted.of(storage.key()) + " is not in the file");
    }
    return place;
  }
}

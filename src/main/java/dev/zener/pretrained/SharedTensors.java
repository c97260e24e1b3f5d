package dev.zener.pretrained;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Shared;
import dev.zener.device.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The base tensors that a delta uses unchanged. They are in memory once for all deltas of the same
 * base in this JVM and are freed when the last delta is closed. They must not be written to once
 * they are filled.
 */
final class SharedTensors implements AutoCloseable {
  /** The lock held while tensors are taken and filled, so that no thread sees half-filled ones. */
  static final Object LOADING = new Object();

  private record Key(String sha256, ElementType type, String name) {}

  /** A tensor and, once it has been filled from a verified base, its digest. */
  private static final class Held {
    private final Block block;
    private final Tensor tensor;
    private String digest;

    Held(ElementType type, long[] shape) {
      block = Block.allocate(Tensor.elements(shape) * type.bytes());
      tensor = block.tensor(0, type, shape);
    }
  }

  private static final Shared<Key, Held> ALL = new Shared<>();

  private final String sha256;
  private final ElementType type;
  private final Map<String, Held> taken = new LinkedHashMap<>();

  private SharedTensors(String sha256, ElementType type) {
    this.sha256 = sha256;
    this.type = type;
  }

  /**
   * Takes tensors, allocating those that are not in memory. The caller must close the result.
   *
   * @param sha256 the fingerprint of the base
   * @param shapes the tensors' shapes by Zener's names
   */
  static SharedTensors take(String sha256, ElementType type, Map<String, long[]> shapes) {
    SharedTensors tensors = new SharedTensors(sha256, type);
    try {
      shapes.forEach(
          (name, shape) ->
              tensors.taken.put(name, ALL.take(tensors.key(name), key -> new Held(type, shape))));
      return tensors;
    } catch (RuntimeException | Error e) {
      tensors.close();
      throw e;
    }
  }

  /** Whether a tensor is in memory. */
  static boolean isHeld(String sha256, ElementType type, String name) {
    synchronized (LOADING) {
      return ALL.known(new Key(sha256, type, name)).isPresent();
    }
  }

  private Key key(String name) {
    return new Key(sha256, type, name);
  }

  /** The tensors by Zener's names. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    taken.forEach((name, held) -> tensors.put(name, held.tensor));
    return tensors;
  }

  /** The digests of the tensors that are already filled, by name. */
  Map<String, String> filled() {
    Map<String, String> digests = new LinkedHashMap<>();
    taken.forEach(
        (name, held) -> {
          if (held.digest != null) {
            digests.put(name, held.digest);
          }
        });
    return digests;
  }

  /** Marks all tensors as filled and records their digests. */
  void fill(UnaryOperator<String> digests) {
    taken.forEach((name, held) -> held.digest = digests.apply(name));
  }

  @Override
  public void close() {
    Set.copyOf(taken.keySet())
        .forEach(
            name -> {
              taken.remove(name);
              ALL.giveBack(key(name), held -> held.block.close());
            });
  }
}

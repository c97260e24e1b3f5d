package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tensors of a file of any format, or of the data files of one index. */
final class StoredWeights implements WeightFile {
  /** The maximum number of tensors in a file, since a tensor needs more memory than file space. */
  static final int MAX_TENSORS = 1 << 16;

  private final String description;
  private final Map<String, String> metadata;
  private final Set<String> names;

  /** Null after close, so that the mapping of a file can be garbage-collected. */
  private volatile Map<String, StoredTensor> tensors;

  private volatile List<Bytes> files;

  private final Set<String> leftOut;
  private final Map<String, Long> places = new HashMap<>();
  private final boolean direct;

  StoredWeights(
      String description,
      Map<String, String> metadata,
      Map<String, StoredTensor> tensors,
      Bytes file) {
    this(description, metadata, tensors, List.of(file), Set.of());
  }

  StoredWeights(
      String description,
      Map<String, String> metadata,
      Map<String, StoredTensor> tensors,
      List<Bytes> files,
      Set<String> leftOut) {
    this.description = description;
    this.files = files;
    this.metadata = Collections.unmodifiableMap(metadata);
    this.names = Collections.unmodifiableSet(tensors.keySet());
    this.leftOut = Collections.unmodifiableSet(leftOut);
    this.tensors = tensors;
    List<StoredTensor> ascending = new ArrayList<>(tensors.values());
    Map<Bytes, Integer> order = new IdentityHashMap<>();
    files.forEach(file -> order.put(file, order.size()));
    ascending.sort(
        Comparator.comparingInt((StoredTensor tensor) -> order.get(tensor.bytes()))
            .thenComparingLong(StoredTensor::offset));
    direct = files.stream().allMatch(Bytes::direct);
    ascending.forEach(tensor -> places.put(tensor.info().name(), (long) places.size()));
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public TensorInfo info(String name) {
    return tensor(name).info();
  }

  @Override
  public void read(String name, long fromElement, FloatBuffer target) {
    StoredTensor tensor = tensor(name);
    read(() -> tensor.read(fromElement, target));
  }

  @Override
  public void read(String name, long fromElement, DoubleBuffer target) {
    StoredTensor tensor = tensor(name);
    read(() -> tensor.read(fromElement, target));
  }

  @Override
  public void read(String name, long fromElement, LongBuffer target) {
    StoredTensor tensor = tensor(name);
    read(() -> tensor.read(fromElement, target));
  }

  private void read(Runnable reading) {
    try {
      reading.run();
    } catch (InputException e) {
      throw new InputException(description + ": " + e.getMessage(), e);
    } catch (UncheckedIOException e) {
      requireOpen();
      throw new UncheckedIOException(description + " cannot be read", e.getCause());
    }
  }

  private StoredTensor tensor(String name) {
    StoredTensor tensor = requireOpen().get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(description + " has no tensor " + Quoted.of(name));
    }
    return tensor;
  }

  private Map<String, StoredTensor> requireOpen() {
    Map<String, StoredTensor> open = tensors;
    if (open == null) {
      throw new IllegalStateException(description + " is closed");
    }
    return open;
  }

  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public long place(String name) {
    return places.get(tensor(name).info().name());
  }

  @Override
  public boolean direct() {
    return direct;
  }

  @Override
  public Set<String> leftOut() {
    return leftOut;
  }

  @Override
  public void close() {
    List<Bytes> open = files;
    tensors = null;
    files = List.of();
    open.forEach(Bytes::close);
  }
}

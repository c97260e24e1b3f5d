package dev.zener.weights;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The tensors of one mapped file, of whatever format. */
final class MappedWeights implements WeightFile {
  /** A file of more is refused: what is kept of each outweighs what a file says of it. */
  static final int MAX_TENSORS = 1 << 16;

  private final String description;
  private final Map<String, String> metadata;
  private final Set<String> names;

  /** Null once closed, so that nothing here keeps the file mapped. */
  private volatile Map<String, StoredTensor> tensors;

  MappedWeights(
      String description, Map<String, String> metadata, Map<String, StoredTensor> tensors) {
    this.description = description;
    this.metadata = Collections.unmodifiableMap(metadata);
    this.names = Collections.unmodifiableSet(tensors.keySet());
    this.tensors = tensors;
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
    tensor(name).read(fromElement, target);
  }

  @Override
  public void read(String name, long fromElement, DoubleBuffer target) {
    tensor(name).read(fromElement, target);
  }

  @Override
  public void read(String name, long fromElement, LongBuffer target) {
    tensor(name).read(fromElement, target);
  }

  private StoredTensor tensor(String name) {
    Map<String, StoredTensor> open = tensors;
    if (open == null) {
      throw new IllegalStateException(description + " is closed");
    }
    StoredTensor tensor = open.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(description + " has no tensor " + Quoted.of(name));
    }
    return tensor;
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
  public void close() {
    tensors = null;
  }
}

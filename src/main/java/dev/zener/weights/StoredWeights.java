package dev.zener.weights;

import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The tensors of one file, of whatever format. */
final class StoredWeights implements WeightFile {
  /** A file of more is refused: what is kept of each outweighs what a file says of it. */
  static final int MAX_TENSORS = 1 << 16;

  private final String description;
  private final Map<String, String> metadata;
  private final Set<String> names;

  /** These are null once closed, so that nothing here keeps the file mapped. */
  private volatile Map<String, StoredTensor> tensors;

  private volatile Bytes file;

  StoredWeights(
      String description,
      Map<String, String> metadata,
      Map<String, StoredTensor> tensors,
      Bytes file) {
    this.description = description;
    this.file = file;
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
  public void close() {
    Bytes open = file;
    tensors = null;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}

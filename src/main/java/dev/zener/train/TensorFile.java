package dev.zener.train;

import dev.zener.device.Tensor;
import dev.zener.problem.InputException;
import dev.zener.weights.DType;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorInfo;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stores tensors and string facts in a safetensors file; reading gives back the same bits. */
public final class TensorFile {
  private TensorFile() {}

  /** Writes a checkpoint. The file appears under its name only when complete. */
  static void write(Path file, Map<String, String> facts, Map<String, Tensor> tensors) {
    List<TensorSource> sources = new ArrayList<>();
    // sorted by name: the order of the map may differ between processes, and the file must not
    new TreeMap<>(tensors).forEach((name, t) -> sources.add(new DeviceSource(name, t)));
    SafetensorsWriter.write(file, facts, sources);
  }

  /** Reads the facts of a checkpoint. */
  public static Map<String, String> facts(Path file) {
    try (WeightFile weights = WeightFile.open(file)) {
      return weights.metadata();
    }
  }

  /**
   * Reads the values of all given tensors from a checkpoint.
   *
   * @throws InputException if the file lacks a tensor or has it with another shape
   */
  static void read(Path file, Map<String, Tensor> tensors) {
    try (WeightFile weights = WeightFile.open(file)) {
      tensors.forEach((name, t) -> read(file, weights, name, t));
    }
  }

  private static void read(Path file, WeightFile weights, String name, Tensor t) {
    if (!weights.names().contains(name) || !Arrays.equals(weights.info(name).shape(), t.shape())) {
      throw new InputException(
          file
              + ": has no "
              + name
              + " "
              + Arrays.toString(t.shape())
              + "; it belongs to another configuration: resume with the one that started the run");
    }
    weights.read(name, 0, t.bytes().asFloatBuffer());
    t.changed();
  }

  /** A float32 tensor as the source of a tensor to be written. */
  private static final class DeviceSource implements TensorSource {
    private final TensorInfo info;
    private final Tensor tensor;

    DeviceSource(String name, Tensor tensor) {
      this.info = new TensorInfo(name, DType.F32, tensor.shape());
      this.tensor = tensor;
    }

    @Override
    public TensorInfo info() {
      return info;
    }

    @Override
    public void read(long fromElement, FloatBuffer target) {
      int from = Math.toIntExact(fromElement);
      target.put(tensor.floats().slice(from, target.remaining()));
    }

    @Override
    public void read(long fromElement, DoubleBuffer target) {
      throw new IllegalStateException(info + " is written as F32");
    }
  }
}

package dev.zener.weights;

import dev.zener.files.Folder;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.io.Closeable;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors in a file, or in several files listed by an index. Reading converts elements to
 * Java numbers, exactly if the target type is at least as wide. Transposed or shared PyTorch
 * tensors are read in row-major order like any other. Thread-safe; but interrupting a thread while
 * it reads closes the file for all threads, and the read throws an {@code UncheckedIOException}.
 */
public interface WeightFile extends Closeable {
  /**
   * Opens a safetensors file, a PyTorch {@code .bin} (zip or pre-1.6), the {@code .index.json} of
   * shards of either kind, or the {@code .index} of a TensorFlow checkpoint. The format is
   * recognised by the content, not by the name.
   *
   * @throws InputException if the file is missing, of another format, or malformed
   */
  static WeightFile open(Path fileOrIndex) {
    Path parent = fileOrIndex.getParent();
    if (fileOrIndex.getFileName() == null) {
      throw new InputException(
          fileOrIndex + ": not a file; name the weight file or its index.json");
    }
    return open(
        Folder.of(parent == null ? Path.of("") : parent), fileOrIndex.getFileName().toString());
  }

  /**
   * Opens a weight file of a folder, which may be an archive.
   *
   * @param name the name of the file in the folder; shards must be in the same folder
   */
  static WeightFile open(Folder folder, String name) {
    return WeightFormat.open(folder, name);
  }

  /** The names of the tensors in the order of the file or index. */
  Set<String> names();

  /**
   * The type and shape of a tensor.
   *
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  TensorInfo info(String name);

  /**
   * Fills the target, from its position to its limit, with the elements of a floating-point tensor
   * from {@code fromElement} on, in row-major order. F64 is rounded to nearest. If the format has
   * checksums, the checksum of a tensor is checked when its last element is read.
   *
   * @throws IllegalArgumentException if there is no such tensor or it is not floating-point
   * @throws IndexOutOfBoundsException if the tensor has fewer elements
   */
  void read(String name, long fromElement, FloatBuffer target);

  /** The same as doubles, without rounding. */
  void read(String name, long fromElement, DoubleBuffer target);

  /** The same as longs, for a tensor of integers or booleans (0 and 1). */
  void read(String name, long fromElement, LongBuffer target);

  /**
   * Reads all elements of a floating-point tensor.
   *
   * @throws IllegalArgumentException if the tensor is not floating-point or too large for an array
   */
  default float[] floats(String name) {
    TensorInfo info = info(name);
    if (!info.dtype().floating() || info.elements() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "tensor " + Quoted.of(name) + " is " + info + ": it does not fit a float array");
    }
    float[] values = new float[(int) info.elements()];
    read(name, 0, FloatBuffer.wrap(values));
    return values;
  }

  /**
   * The position of a tensor in the order in which tensors are stored. Reading in this order is
   * fastest; in a compressed file, any other order starts from the beginning again.
   */
  long place(String name);

  /** Whether tensors can be accessed at random at no extra cost; false in a compressed archive. */
  boolean direct();

  /** The names of entries that cannot be read because they are not numeric, such as strings. */
  Set<String> leftOut();

  /** The metadata strings of a safetensors file; empty for other formats. */
  Map<String, String> metadata();

  /** The format and path, for messages. */
  String description();

  /** Closes the file; every later read throws an {@code IllegalStateException}. */
  @Override
  void close();
}

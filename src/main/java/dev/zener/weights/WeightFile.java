package dev.zener.weights;

import dev.zener.files.Folder;
import dev.zener.files.Quoted;
import dev.zener.label.InputException;
import java.io.Closeable;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Named tensors in a file, or in several that an index names. Reading converts to Java numbers,
 * exactly where the target is at least as wide; a transposed or shared PyTorch tensor reads as any
 * other, in row-major order. Safe for several threads; but whoever interrupts a thread that reads
 * closes the file for all, and the read ends in an {@code UncheckedIOException}.
 */
public interface WeightFile extends Closeable {
  /**
   * Opens a safetensors file, a PyTorch {@code .bin} (zip or pre-1.6), the {@code .index.json} of
   * either kind's shards, or the {@code .index} of a TensorFlow checkpoint; the content decides
   * which, not the name.
   *
   * @throws InputException if the file is missing, of no such format, or malformed
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
   * The same for a file of a folder, which may be an archive.
   *
   * @param name of the file in the folder; shards stand beside it
   */
  static WeightFile open(Folder folder, String name) {
    return WeightFormat.open(folder, name);
  }

  /** Names in the file's order; of an index, in the index's. */
  Set<String> names();

  /**
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  TensorInfo info(String name);

  /**
   * Fills the target, from its position to its limit, with a floating-point tensor's elements from
   * {@code fromElement} on, in row-major order. F64 is rounded to nearest. Where the format has
   * checksums, that of a tensor is checked when its last element is read.
   *
   * @throws IllegalArgumentException if there is no such tensor or it is not floating-point
   * @throws IndexOutOfBoundsException if the tensor has fewer elements
   */
  void read(String name, long fromElement, FloatBuffer target);

  /** The same without rounding. */
  void read(String name, long fromElement, DoubleBuffer target);

  /** The same for a tensor of integers or booleans (0 and 1). */
  void read(String name, long fromElement, LongBuffer target);

  /**
   * All elements of a floating-point tensor that is small enough for an array.
   *
   * @throws IllegalArgumentException if it has more elements than an array
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
   * A tensor's rank in the order in which they lie: the fastest to read, and of a compressed file
   * the only one that does not begin anew.
   */
  long place(String name);

  /** Whether a tensor is reached at once, wherever it lies: not in a compressed archive. */
  boolean direct();

  /** Names of entries that are no tensors of numbers, such as strings; they cannot be read. */
  Set<String> leftOut();

  /** The strings that a safetensors file carries beside its tensors; empty for other formats. */
  Map<String, String> metadata();

  /** Format and path, for people. */
  String description();

  /** Lets go of the file; every later read is an {@code IllegalStateException}. */
  @Override
  void close();
}

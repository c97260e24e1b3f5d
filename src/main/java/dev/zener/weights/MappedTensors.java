package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors of a safetensors file that is mapped into memory, for tensors of which a few elements
 * are read at a time. Nothing has to be closed: the mapping lives as long as the object. If the
 * file is shortened meanwhile, reading it ends the thread with an {@code InternalError}.
 */
public final class MappedTensors {
  private final Path file;
  private final Bytes bytes;
  private final long data;
  private final Map<String, SafetensorsHeader.Slot> slots = new HashMap<>();

  private MappedTensors(Path file, Bytes bytes) {
    this.file = file;
    this.bytes = bytes;
    this.data = SafetensorsHeader.end(bytes);
    SafetensorsHeader.parse(bytes).slots().forEach(slot -> slots.put(slot.info().name(), slot));
  }

  /**
   * Maps a file.
   *
   * @throws InputException if the file is missing or malformed
   */
  public static MappedTensors open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such file");
    }
    try (Bytes bytes = Bytes.map(file)) { // the mapping outlives the open file
      return new MappedTensors(file, bytes);
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }

  /** The type and shape of a tensor; empty if there is none of that name. */
  public Optional<TensorInfo> info(String name) {
    return Optional.ofNullable(slots.get(name)).map(SafetensorsHeader.Slot::info);
  }

  /**
   * The elements of a tensor, little-endian, in row-major order. Only views of them can be taken.
   *
   * @throws IllegalArgumentException if there is no tensor of that name
   */
  public Bytes bytes(String name) {
    SafetensorsHeader.Slot slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException(file + " has no tensor " + Quoted.of(name));
    }
    return bytes.range(data + slot.begin(), slot.end() - slot.begin());
  }
}

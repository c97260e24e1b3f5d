package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Folder;
import dev.zener.label.InputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Weight files that are arrays. */
final class Memory {
  private Memory() {}

  /** Opens a single file, by its content. */
  static WeightFile open(byte[] content) {
    WeightInput input = input(content);
    return WeightFormat.of(input).read(input);
  }

  /** A file without siblings. */
  static WeightInput input(byte[] content) {
    return input("memory", Map.of("memory", content));
  }

  /** A file with its siblings. */
  static WeightInput input(String name, Map<String, byte[]> files) {
    Folder folder = new Arrays(files);
    return new WeightInput(folder, name, folder.open(name));
  }

  private record Arrays(Map<String, byte[]> files) implements Folder {
    @Override
    public Set<String> names() {
      return files.keySet();
    }

    @Override
    public boolean has(String name) {
      return files.containsKey(name);
    }

    @Override
    public Bytes open(String name) {
      if (!has(name)) {
        throw new InputException(name + ": no such file");
      }
      return Bytes.of(ByteBuffer.wrap(files.get(name)));
    }

    @Override
    public String place(String name) {
      return name;
    }

    @Override
    public Optional<Path> file(String name) {
      return Optional.empty();
    }

    @Override
    public Optional<String> stamp() {
      return Optional.empty();
    }

    @Override
    public Optional<Folder> archive(String name) {
      return Optional.empty();
    }
  }
}

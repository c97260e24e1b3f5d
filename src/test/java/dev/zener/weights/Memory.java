package dev.zener.weights;

import dev.zener.files.Bytes;
import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Weight files in arrays. */
final class Memory {
  private static final byte[] DATA = BundleBuilder.sample().files("m").get("m.data-00000-of-00001");

  private Memory() {}

  /** Opens a single file with this content. */
  static WeightFile open(byte[] content) {
    WeightInput input = input(content);
    return WeightFormat.of(input).read(input);
  }

  /** A file with a data file beside it, in case it is the index of a checkpoint. */
  static WeightInput input(byte[] content) {
    Folder folder = new Arrays(Map.of("m.index", content, "m.data-00000-of-00001", DATA));
    return new WeightInput(folder, "m.index", folder.open("m.index"));
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
  }
}

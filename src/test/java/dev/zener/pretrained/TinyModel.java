package dev.zener.pretrained;

import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes changed copies of the directory of the golden tagger. */
final class TinyModel {
  static final Path TINY = Path.of("src/test/resources/golden/hf-tiny");
  static final Path OLD = Path.of("src/test/resources/golden/hf-old");

  private static final JsonMapper JSON = JsonMapper.shared();

  final Path directory;

  TinyModel(Path directory) {
    this.directory = directory;
  }

  /** Copies the files of the golden tagger into a new directory. */
  static TinyModel copy(Path target) throws IOException {
    Files.createDirectories(target);
    for (String name :
        List.of("config.json", "vocab.txt", "tokenizer_config.json", "model.safetensors")) {
      Files.copy(TINY.resolve(name), target.resolve(name));
    }
    return new TinyModel(target);
  }

  /** Sets a key of config.json to a JSON value, or removes it if the value is empty. */
  TinyModel config(String key, String json) throws IOException {
    Path file = directory.resolve("config.json");
    ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(file));
    if (json.isEmpty()) {
      root.remove(key);
    } else {
      root.set(key, JSON.readTree(json));
    }
    Files.writeString(file, JSON.writeValueAsString(root));
    return this;
  }

  /** Rewrites the weights: each tensor is replaced by the tensors that the function returns. */
  TinyModel weights(Function<TensorSource, Stream<TensorSource>> change) throws IOException {
    return weights("model.safetensors", change);
  }

  TinyModel weights(String file, Function<TensorSource, Stream<TensorSource>> change)
      throws IOException {
    try (WeightFile golden = WeightFile.open(TINY.resolve("model.safetensors"))) {
      List<TensorSource> tensors = new ArrayList<>();
      golden.names().forEach(n -> change.apply(TensorSource.of(golden, n)).forEach(tensors::add));
      SafetensorsWriter.write(directory.resolve(file), Map.of("format", "pt"), tensors);
    }
    return this;
  }

  /** Renames every tensor. */
  TinyModel rename(Function<String, String> name) throws IOException {
    return weights(t -> Stream.of(t.named(name.apply(t.info().name()))));
  }

  /** Writes the file with the heads on inner layers. */
  TinyModel inner(TensorSource... tensors) {
    InnerHeads.write(directory, Map.of(), List.of(tensors));
    return this;
  }

  static TensorSource zeros(String name, int... shape) {
    long[] sizes = new long[shape.length];
    int count = 1;
    for (int i = 0; i < shape.length; i++) {
      sizes[i] = shape[i];
      count *= shape[i];
    }
    return TensorSource.of(name, new float[count], sizes);
  }
}

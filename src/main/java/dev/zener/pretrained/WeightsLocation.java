package dev.zener.pretrained;

import dev.zener.label.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a model's weights are.
 *
 * @param file the weight file or index that is read
 * @param others files in the same directory that hold weights too and are not read
 */
record WeightsLocation(Path file, List<Path> others) {
  /** What HuggingFace calls a model's weights, in the order in which it looks for them. */
  private static final List<String> NAMES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json");

  private static final List<String> FOREIGN =
      List.of("tf_model.h5", "flax_model.msgpack", "bert_model.ckpt.index");

  static WeightsLocation find(Path directoryOrFile) {
    if (Files.isRegularFile(directoryOrFile)) {
      return new WeightsLocation(directoryOrFile, List.of());
    }
    if (!Files.isDirectory(directoryOrFile)) {
      throw new InputException(
          directoryOrFile
              + ": no such model directory; a path to a directory with config.json,"
              + " weights and a vocabulary is wanted");
    }
    List<Path> found = present(directoryOrFile, NAMES).toList();
    if (found.isEmpty()) {
      throw new InputException(missing(directoryOrFile));
    }
    return new WeightsLocation(found.get(0), found.subList(1, found.size()));
  }

  /** The directory that config.json and the vocabulary are in. */
  Path directory() {
    Path parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  private static Stream<Path> present(Path directory, List<String> names) {
    return names.stream().map(directory::resolve).filter(Files::isRegularFile);
  }

  private static String missing(Path directory) {
    String foreign =
        present(directory, FOREIGN)
            .findFirst()
            .map(file -> "; " + file.getFileName() + " is of another framework and is not read")
            .orElse("");
    return "%s: has no weights; one of %s is needed%s"
        .formatted(directory, String.join(", ", NAMES), foreign);
  }
}

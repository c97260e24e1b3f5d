package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import dev.zener.weights.SafetensorsWriter;
import dev.zener.weights.TensorSource;
import dev.zener.weights.WeightFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Zener's own file next to the weights, which HuggingFace ignores. It holds {@code heads.M.weight
 * [C,H]} and {@code heads.M.bias [C]} of the auxiliary heads on inner layers M, {@code omega}, and
 * info strings on the model's origin.
 */
record InnerHeads(String place, WeightFile file) implements AutoCloseable {
  static final String NAME = "zener.safetensors";

  private static final Pattern WEIGHT = Pattern.compile("heads\\.(\\d{1,6})\\.weight");
  private static final String FORMAT = "format";

  /** Opens the file of a folder, if there is one. */
  static Optional<InnerHeads> open(Folder folder) {
    return folder.has(NAME)
        ? Optional.of(new InnerHeads(folder.place(NAME), WeightFile.open(folder, NAME)))
        : Optional.empty();
  }

  /** Writes the file, unless there are neither info strings nor tensors. */
  static void write(
      Path directory, Map<String, String> info, List<? extends TensorSource> tensors) {
    if (info.isEmpty() && tensors.isEmpty()) {
      return;
    }
    Map<String, String> metadata = new LinkedHashMap<>(info);
    metadata.put(FORMAT, "pt");
    SafetensorsWriter.write(directory.resolve(NAME), metadata, tensors);
  }

  /** The inner layers that have a head, ascending. */
  List<Integer> layers() {
    return file.names().stream()
        .map(WEIGHT::matcher)
        .filter(Matcher::matches)
        .map(match -> Integer.valueOf(match.group(1)))
        .sorted()
        .toList();
  }

  /** The info strings stored with the model. */
  Map<String, String> info() {
    Map<String, String> info = new LinkedHashMap<>(file.metadata());
    info.remove(FORMAT);
    return info;
  }

  /**
   * A tensor of the auxiliary heads.
   *
   * @throws InputException if it is missing or has another shape
   */
  TensorSource require(String name, long[] shape) {
    if (!file.names().contains(name)) {
      throw new InputException(
          "%s: tensor '%s' is missing, which the heads on layers %s require; the file is incomplete:"
                  .formatted(place, name, layers())
              + " write the model again, or remove the file to use the model without these heads");
    }
    TensorShape.check(place, file.info(name), shape);
    return TensorSource.of(file, name);
  }

  @Override
  public void close() {
    file.close();
  }
}

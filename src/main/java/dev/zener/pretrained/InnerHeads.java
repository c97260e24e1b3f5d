package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.label.InputException;
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
 * The file beside the weights that HuggingFace does not know: {@code heads.M.weight [C,H]} and
 * {@code heads.M.bias [C]} of the heads on inner layers M, {@code omega}, and strings that say
 * where the model came from.
 */
record InnerHeads(String place, WeightFile file) implements AutoCloseable {
  static final String NAME = "zener.safetensors";

  private static final Pattern WEIGHT = Pattern.compile("heads\\.(\\d{1,6})\\.weight");
  private static final String FORMAT = "format";

  /** The file of a folder, if it has one. */
  static Optional<InnerHeads> open(Folder folder) {
    return folder.has(NAME)
        ? Optional.of(new InnerHeads(folder.place(NAME), WeightFile.open(folder, NAME)))
        : Optional.empty();
  }

  /** Writes the file, unless there is nothing to say. */
  static void write(
      Path directory, Map<String, String> info, List<? extends TensorSource> tensors) {
    if (info.isEmpty() && tensors.isEmpty()) {
      return;
    }
    Map<String, String> metadata = new LinkedHashMap<>(info);
    metadata.put(FORMAT, "pt");
    SafetensorsWriter.write(directory.resolve(NAME), metadata, tensors);
  }

  /** The layers with a head, ascending. */
  List<Integer> layers() {
    return file.names().stream()
        .map(WEIGHT::matcher)
        .filter(Matcher::matches)
        .map(match -> Integer.valueOf(match.group(1)))
        .sorted()
        .toList();
  }

  /** What was said of the model when it was written. */
  Map<String, String> info() {
    Map<String, String> info = new LinkedHashMap<>(file.metadata());
    info.remove(FORMAT);
    return info;
  }

  /**
   * A tensor that the layers call for.
   *
   * @throws InputException if it is missing or of another shape
   */
  TensorSource require(String name, long[] shape) {
    if (!file.names().contains(name)) {
      throw new InputException(
          "%s: has no tensor '%s' for its heads on layers %s; the file is incomplete: write the"
                  .formatted(place, name, layers())
              + " model again, or remove the file to do without these heads");
    }
    TensorShape.check(place, file.info(name), shape);
    return TensorSource.of(file, name);
  }

  @Override
  public void close() {
    file.close();
  }
}

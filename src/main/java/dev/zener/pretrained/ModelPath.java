package dev.zener.pretrained;

import dev.zener.files.Folder;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Finds the model at a path or inside an archive. */
final class ModelPath {
  /** The separator between an archive and a name inside it. */
  static final String WITHIN = "!/";

  /** Usual names of a directory with mBERT. */
  private static final Set<String> MBERT = Set.of("mbert", Mbert.NAME);

  private static final String INDEX = ".index";
  private static final String DATA = "\\.data-\\d{5}-of-\\d{5}$";

  private ModelPath() {}

  /**
   * Finds the files of a model.
   *
   * @param text a directory, a weight file, the prefix of a checkpoint, an archive, or {@code
   *     ARCHIVE!/NAME}
   * @throws InputException if there is no model, or there are several
   */
  static ModelFiles resolve(String text) {
    int at = archiveEnd(text);
    if (at < text.length()) {
      Folder archive = Folder.ofArchive(path(text.substring(0, at)));
      return within(archive, text.substring(at + WITHIN.length()));
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
      return ModelSearch.isTorch(archive) ? weights(path) : ModelSearch.only(archive);
    }
    return weights(path(text.replaceFirst(DATA, INDEX)));
  }

  /**
   * The end of the archive's name in {@code ARCHIVE!/NAME}; the text's length if it has no name.
   */
  private static int archiveEnd(String text) {
    for (int at = text.indexOf(WITHIN); at > 0; at = text.indexOf(WITHIN, at + 1)) {
      if (Files.isRegularFile(path(text.substring(0, at)))) {
        return at;
      }
    }
    return text.length();
  }

  /**
   * A string that changes when the archive does: its path, size and modification time, and the name
   * inside it. Empty if the model is not in an archive.
   */
  static Optional<String> identity(String text) {
    int at = archiveEnd(text);
    Path archive = path(text.substring(0, at));
    if (!Folder.isArchive(archive)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          String.join(
              "\n",
              archive.toRealPath().toString(),
              text.substring(at),
              Long.toString(Files.size(archive)),
              Files.getLastModifiedTime(archive).toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(archive + ": cannot be read", e);
    }
  }

  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new InputException("the name of a model is empty; name a directory, file or archive");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InputException(text + ": not a valid path on this system", e);
    }
  }

  /** Finds a TensorFlow checkpoint by its prefix, which is not itself the name of a file. */
  private static ModelFiles checkpoint(Path prefix) {
    Path index = Path.of(prefix + INDEX);
    if (Files.isRegularFile(index)) {
      return weights(index);
    }
    throw new InputException(
        "%s: no such model directory or file; %s".formatted(prefix, remedy(prefix.getFileName())));
  }

  private static String remedy(Path name) {
    return MBERT.contains(String.valueOf(name))
        ? "get " + Mbert.NAME + " with: " + Mbert.REMEDY
        : "allowed: a directory with weights and a vocabulary, a weight file, the prefix of a"
            + " TensorFlow checkpoint, or a .zip or .jar that contains one of these";
  }

  /** The model of a weight file given by its path. */
  private static ModelFiles weights(Path file) {
    Path parent = parent(file);
    return file.endsWith(ModelFiles.SAVED_MODEL)
        ? ModelFiles.ofWeights(Folder.of(parent(parent)), ModelFiles.SAVED_MODEL)
        : ModelFiles.ofWeights(Folder.of(parent), file.getFileName().toString());
  }

  private static Path parent(Path path) {
    return path.getParent() == null ? Path.of("") : path.getParent();
  }

  /**
   * Finds a model by its name inside an archive: a folder, a weight file, the prefix of a
   * checkpoint, or a nested archive, after which {@code !/} and another name may follow.
   *
   * @param name the name; empty for the top folder of the archive
   */
  static ModelFiles within(Folder archive, String name) {
    int at = name.indexOf(WITHIN);
    String first = at < 0 ? name : name.substring(0, at);
    if (!archive.has(first)) {
      return named(archive, name.replaceFirst("/+$", ""));
    }
    Folder inner =
        archive.archive(first).filter(folder -> !ModelSearch.isTorch(folder)).orElse(null);
    if (inner == null) {
      return named(archive, name);
    }
    return at < 0 ? ModelSearch.only(inner) : within(inner, name.substring(at + WITHIN.length()));
  }

  private static ModelFiles named(Folder archive, String name) {
    String file = name.replaceFirst(DATA, INDEX);
    if (archive.has(file)) {
      return weights(archive, file);
    }
    return archive.has(name + INDEX)
        ? weights(archive, name + INDEX)
        : ModelFiles.of(archive.in(name));
  }

  private static ModelFiles weights(Folder archive, String name) {
    String folder = ModelFiles.place(name);
    return ModelFiles.ofWeights(
        archive.in(folder), folder.isEmpty() ? name : name.substring(folder.length() + 1));
  }
}

package dev.zener.pretrained;

import dev.zener.delta.Delta;
import dev.zener.files.Folder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What people want to know of a stored model besides its shape and labels.
 *
 * @param weights the place of the weight file
 * @param noLabels why the model does not tag; empty if it does
 * @param casingOrigin what decided on the casing
 * @param base the base, if the model is a delta
 * @param licence the licence that its card states; empty if there is none
 * @param files the number of its files on disk, or of the archives that hold it; 0 on a class path
 * @param bytes their size
 */
public record ModelDetails(
    String weights,
    String noLabels,
    String casingOrigin,
    Optional<Base> base,
    Optional<String> licence,
    int files,
    long bytes) {
  /**
   * The base of a delta.
   *
   * @param name its name, or its path when the delta was made
   * @param sha256 the fingerprint of its encoder
   * @param place where it was found now
   */
  public record Base(String name, String sha256, String place) {}

  /** The details of an opened model. */
  public static ModelDetails of(ModelDirectory model) {
    ModelFiles files = model.files();
    Set<Path> stored = stored(files);
    return new ModelDetails(
        files.place(),
        model.isTagger() ? "" : model.head().why(),
        model.casingOrigin(),
        base(files),
        StoredLicence.of(files.folder()),
        stored.size(),
        stored.stream().mapToLong(ModelDetails::size).sum());
  }

  private static Optional<Base> base(ModelFiles files) {
    if (!files.isDelta()) {
      return Optional.empty();
    }
    try (Delta delta = Delta.open(files.folder())) {
      Delta.Base base = delta.base();
      return files.base().map(found -> new Base(base.name(), base.sha256(), found.place()));
    }
  }

  /** The files of the model's folder and of the folder of its weights. */
  private static Set<Path> stored(ModelFiles files) {
    Set<Path> stored = new TreeSet<>();
    Folder folder = files.folder();
    int end = files.weights().lastIndexOf('/');
    Folder weights = end < 0 ? folder : folder.in(files.weights().substring(0, end));
    for (Folder part : new Folder[] {folder, weights}) {
      part.names()
          .forEach(name -> part.file(name).filter(Files::isRegularFile).ifPresent(stored::add));
    }
    files.folder().file(files.weights()).ifPresent(stored::add);
    return stored;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read", e);
    }
  }
}

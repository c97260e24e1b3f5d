package dev.zener.files;

import dev.zener.label.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A directory on disk. */
record DirectoryFolder(Path directory) implements Folder {
  /** A file that is not its own, but one level below, stands in one of these. */
  private static final int DEPTH = 2;

  @Override
  public Set<String> names() {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files =
        Files.find(directory, DEPTH, (file, facts) -> facts.isRegularFile())) {
      files.forEach(file -> names.add(directory.relativize(file).toString().replace('\\', '/')));
    } catch (IOException | UncheckedIOException e) {
      throw new UncheckedIOException(
          directory + ": cannot be listed",
          e instanceof IOException io ? io : ((UncheckedIOException) e).getCause());
    }
    return names;
  }

  @Override
  public boolean has(String name) {
    try {
      return Files.isRegularFile(directory.resolve(name));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  @Override
  public Bytes open(String name) {
    Path file = path(name);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file + (Files.exists(file) ? ": not a file; name the file itself" : ": no such file"));
    }
    try {
      return Bytes.map(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private Path path(String name) {
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) {
      throw new InputException(
          "%s: %s cannot be spelled by this system's file names: rename the file"
              .formatted(directory, Quoted.of(name)),
          e);
    }
  }

  @Override
  public String place(String name) {
    try {
      return directory.resolve(name).toString();
    } catch (InvalidPathException e) {
      return directory + "/" + name;
    }
  }

  @Override
  public Optional<Path> file(String name) {
    return Optional.of(directory.resolve(name));
  }

  @Override
  public Optional<String> stamp() {
    return Optional.empty();
  }

  @Override
  public Optional<Folder> archive(String name) {
    Path file = directory.resolve(name);
    return Folder.isArchive(file) ? Optional.of(Folder.ofArchive(file)) : Optional.empty();
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}

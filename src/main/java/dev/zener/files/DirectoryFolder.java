package dev.zener.files;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A directory on disk. */
record DirectoryFolder(Path directory) implements Folder {
  @Override
  public Set<String> names() {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw new UncheckedIOException(directory + ": cannot be listed", e);
    }
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
          "%s: %s is not a valid file name on this system; rename the file"
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
  public String toString() {
    return directory.toString();
  }
}

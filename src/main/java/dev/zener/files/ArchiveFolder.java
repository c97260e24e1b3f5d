package dev.zener.files;

import dev.zener.label.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The files of a zip archive.
 *
 * @param label of the archive, for messages
 * @param archive opens the archive; whoever opens it closes it
 * @param file the outermost archive on disk, if there is one
 * @param version what is another when the outermost archive is
 */
record ArchiveFolder(
    String label,
    Supplier<Bytes> archive,
    Map<String, ZipDirectory.Entry> entries,
    Optional<Path> file,
    String version)
    implements Folder {

  static ArchiveFolder open(Path file) {
    return open(file.toString(), () -> map(file), Optional.of(file), version(file));
  }

  private static String version(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Bytes map(Path file) {
    try {
      return Bytes.map(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  static ArchiveFolder open(
      String label, Supplier<Bytes> archive, Optional<Path> file, String version) {
    try (Bytes bytes = archive.get()) {
      Map<String, ZipDirectory.Entry> entries =
          ZipDirectory.parse(bytes).entries().values().stream()
              .filter(entry -> !entry.name().endsWith("/"))
              .collect(Collectors.toMap(ZipDirectory.Entry::name, entry -> entry));
      return new ArchiveFolder(label, archive, entries, file, version);
    } catch (InputException e) {
      throw new InputException(label + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  @Override
  public boolean has(String name) {
    return entries.containsKey(name);
  }

  @Override
  public Bytes open(String name) {
    ZipDirectory.Entry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(place(name) + ": no such file");
    }
    return entry.open(place(name), archive);
  }

  @Override
  public String place(String name) {
    return label + "!/" + name;
  }

  @Override
  public Optional<Path> file(String name) {
    return file;
  }

  @Override
  public Optional<String> stamp() {
    return Optional.of(version);
  }

  /** Of one that is deflated the stream is kept with what it remembers, not what it unpacks. */
  @Override
  public Optional<Folder> archive(String name) {
    Bytes content = open(name);
    try {
      if (!ZipDirectory.isSignature(content.view(0, (int) Math.min(content.size(), 4)))) {
        return Optional.empty();
      }
    } finally {
      content.close();
    }
    Supplier<Bytes> inner = content.direct() ? () -> open(name) : () -> content;
    return Optional.of(open(place(name), inner, file, version));
  }

  @Override
  public String toString() {
    return label;
  }
}

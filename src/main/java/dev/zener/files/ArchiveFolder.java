package dev.zener.files;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The files of a zip archive.
 *
 * @param label the location of the archive, for messages
 * @param archive opens the archive; the caller must close the result
 * @param entries the entries by name, sorted
 * @param disk the outermost archive on disk, if there is one
 */
record ArchiveFolder(
    String label,
    Supplier<Bytes> archive,
    Map<String, ZipDirectory.Entry> entries,
    Optional<Path> disk)
    implements Folder {
  /** The size in bytes of an empty archive. */
  private static final int SMALLEST = 22;

  static ArchiveFolder open(Path file) {
    return open(file.toString(), () -> map(file), Optional.of(file));
  }

  private static Bytes map(Path file) {
    try {
      return Bytes.map(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  static ArchiveFolder open(String label, Supplier<Bytes> archive, Optional<Path> disk) {
    try (Bytes bytes = archive.get()) {
      Map<String, ZipDirectory.Entry> files = new TreeMap<>(ZipDirectory.parse(bytes).entries());
      files.keySet().removeIf(name -> name.endsWith("/"));
      return new ArchiveFolder(label, archive, Collections.unmodifiableMap(files), disk);
    } catch (InputException e) {
      boolean named = e.getMessage().startsWith(label);
      throw named ? e : new InputException(label + ": " + e.getMessage(), e);
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
    return disk;
  }

  /** For a compressed entry, only the first and last MiB are cached, not all unpacked bytes. */
  @Override
  public Optional<Folder> archive(String name) {
    ZipDirectory.Entry entry = entries.get(name);
    if (entry.size() < SMALLEST || !entry.readable()) {
      return Optional.empty();
    }
    Bytes content = open(name);
    try {
      if (!ZipDirectory.isSignature(content.view(0, Integer.BYTES))) {
        return Optional.empty();
      }
    } finally {
      content.close();
    }
    Supplier<Bytes> inner = content.direct() ? () -> open(name) : () -> content;
    return Optional.of(open(place(name), inner, disk));
  }

  @Override
  public String toString() {
    return label;
  }
}

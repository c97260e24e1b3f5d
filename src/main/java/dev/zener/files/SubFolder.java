package dev.zener.files;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A subfolder of a folder.
 *
 * @param prefix the prefix of the files' names, ending with a slash
 */
record SubFolder(Folder whole, String prefix) implements Folder {
  @Override
  public Set<String> names() {
    return whole.names().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .collect(Collectors.toSet());
  }

  @Override
  public boolean has(String name) {
    return whole.has(prefix + name);
  }

  @Override
  public Bytes open(String name) {
    return whole.open(prefix + name);
  }

  @Override
  public String place(String name) {
    return whole.place(prefix + name);
  }

  @Override
  public Optional<Path> file(String name) {
    return whole.file(prefix + name);
  }

  @Override
  public Optional<Folder> archive(String name) {
    return whole.archive(prefix + name);
  }

  @Override
  public String toString() {
    String place = whole.place(prefix);
    return place.endsWith("/") ? place.substring(0, place.length() - 1) : place;
  }
}

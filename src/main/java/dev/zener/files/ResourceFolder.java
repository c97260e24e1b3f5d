package dev.zener.files;

import dev.zener.problem.InputException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A folder on a class path. Which files it has cannot be listed, only asked for by name.
 *
 * @param folder with {@code /} at its end
 */
record ResourceFolder(ClassLoader loader, String folder) implements Folder {
  @Override
  public Set<String> names() {
    return Set.of();
  }

  @Override
  public boolean has(String name) {
    return loader.getResource(folder + name) != null;
  }

  @Override
  public Bytes open(String name) {
    return ClassPath.bytes(loader, folder + name);
  }

  @Override
  public String place(String name) {
    return ClassPath.LABEL + folder + name;
  }

  @Override
  public Optional<Path> file(String name) {
    URL url = loader.getResource(folder + name);
    if (url == null || !url.getProtocol().equals("file")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(url.toURI()));
    } catch (URISyntaxException e) {
      throw new InputException(
          place(name) + ": its class loader gives the malformed URL " + url, e);
    }
  }

  @Override
  public String toString() {
    return ClassPath.LABEL + folder;
  }
}

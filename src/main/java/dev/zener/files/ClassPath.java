package dev.zener.files;

import dev.zener.label.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;

/** Archives on the class path. */
public final class ClassPath {
  private ClassPath() {}

  /**
   * The archive that a resource is, read in place: as a stream of the resource, however the class
   * loader keeps it.
   *
   * @param resource its name, such as {@code com/example/model.zip}
   * @throws InputException if there is no such resource, or it is no zip archive
   */
  public static Folder archive(ClassLoader loader, String resource) {
    URL url = loader.getResource(resource);
    String label = "classpath:" + resource;
    if (url == null) {
      throw new InputException(
          label + ": no such resource; put the artifact that holds it on the class path");
    }
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      long size = connection.getContentLengthLong();
      long time = connection.getLastModified();
      connection.getInputStream().close();
      if (size < 0) {
        throw new InputException(
            label + ": its class loader does not tell its size; name the archive's file instead");
      }
      return archive(label, url, size, size + " " + time);
    } catch (IOException e) {
      throw new UncheckedIOException(label + " cannot be read", e);
    }
  }

  private static Folder archive(String label, URL url, long size, String version) {
    StreamBytes bytes = new StreamBytes(label, size, url::openStream);
    try {
      return ArchiveFolder.open(label, () -> bytes, Optional.empty(), version);
    } finally {
      bytes.close();
    }
  }
}

package dev.zener.files;

import dev.zener.label.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
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
      URLConnection connection = connect(url);
      try (InputStream opened = connection.getInputStream()) {
        long size = connection.getContentLengthLong();
        if (size < 0 || opened == null) {
          throw new InputException(
              label + ": its class loader does not tell its size; name the archive's file instead");
        }
        return archive(label, url, size, size + " " + time(connection));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(label + " cannot be read", e);
    }
  }

  /** Not through the JVM's cache of archives, which would hold this one open. */
  private static URLConnection connect(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }

  /** Asking a connection to an archive for its time would open the archive once more. */
  private static long time(URLConnection connection) throws IOException {
    return connection instanceof JarURLConnection jar
        ? jar.getJarEntry().getTime()
        : connection.getLastModified();
  }

  private static Folder archive(String label, URL url, long size, String version) {
    StreamBytes bytes = new StreamBytes(label, size, () -> connect(url).getInputStream());
    try {
      if (size < Integer.BYTES || !ZipDirectory.isSignature(bytes.view(0, Integer.BYTES))) {
        throw new InputException(label + ": no zip archive; name a resource that is one");
      }
      return ArchiveFolder.open(label, () -> bytes, Optional.empty(), version);
    } finally {
      bytes.close();
    }
  }
}

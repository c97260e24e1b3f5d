package dev.zener.files;

import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;

/** Opens archives on the class path. */
public final class ClassPath {
  /** What stands before the name of a resource, for people. */
  static final String LABEL = "classpath:";

  private ClassPath() {}

  /**
   * Opens a resource as an archive. It is read as a stream, wherever the class loader finds it, and
   * is not unpacked.
   *
   * @param resource the name of the resource, such as {@code com/example/model.zip}
   * @throws InputException if there is no such resource, or it is not a zip archive
   */
  public static Folder archive(ClassLoader loader, String resource) {
    String label = LABEL + resource;
    Bytes bytes = bytes(loader, resource);
    try {
      if (bytes.size() < Integer.BYTES || !ZipDirectory.isSignature(bytes.view(0, Integer.BYTES))) {
        throw new InputException(label + ": not a zip archive; name a resource that is one");
      }
      return ArchiveFolder.open(label, () -> bytes, Optional.empty());
    } finally {
      bytes.close();
    }
  }

  /**
   * Opens a folder of resources, which are read in place.
   *
   * @param folder its name with {@code /} at its end, such as {@code com/example/model/}
   */
  public static Folder folder(ClassLoader loader, String folder) {
    return new ResourceFolder(loader, folder);
  }

  /** The bytes of a resource. */
  static Bytes bytes(ClassLoader loader, String resource) {
    URL url = find(loader, resource);
    String label = LABEL + resource;
    return new StreamBytes(label, facts(label, url).size, () -> connect(url).getInputStream());
  }

  /**
   * A string that changes when the resource does: its URL, size and modification time.
   *
   * @throws InputException if there is no such resource
   */
  public static String identity(ClassLoader loader, String resource) {
    URL url = find(loader, resource);
    return url + " " + facts(LABEL + resource, url);
  }

  private static URL find(ClassLoader loader, String resource) {
    URL url = loader.getResource(resource);
    if (url == null) {
      throw new InputException(
          LABEL
              + resource
              + ": no such resource; add the artifact that contains it to the class path");
    }
    return url;
  }

  private record Facts(long size, long time) {}

  private static Facts facts(String label, URL url) {
    try {
      URLConnection connection = connect(url);
      // opening the stream allows closing it; asking only for the size would leave an archive open
      try (InputStream opened = connection.getInputStream()) {
        long size = connection.getContentLengthLong();
        if (size < 0 || opened == null) {
          throw new InputException(
              label
                  + ": its class loader does not report its size; name the archive's file instead");
        }
        return new Facts(size, time(connection));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(label + " cannot be read", e);
    }
  }

  /** Connects without the JVM's cache of archives, which would keep the archive open. */
  private static URLConnection connect(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }

  /** The modification time. A connection into an archive would open the archive again for it. */
  private static long time(URLConnection connection) throws IOException {
    return connection instanceof JarURLConnection jar
        ? jar.getJarEntry().getTime()
        : connection.getLastModified();
  }
}

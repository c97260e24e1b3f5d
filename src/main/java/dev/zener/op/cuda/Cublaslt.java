package dev.zener.op.cuda;

import java.io.IOException;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens cuBLASLt, NVIDIA's library of matrix products, which is not part of the driver. It is the
 * file that a property or an environment variable names, else the one in a Maven artifact on the
 * class path, else the one that the native library finds on this machine.
 */
final class Cublaslt {
  /** The system property for the file or folder of cuBLASLt. */
  static final String PROPERTY = "zener.cublaslt";

  /** The environment variable for the same, which the native library reads. */
  private static final String VARIABLE = "ZENER_CUBLASLT";

  /** The supported versions, the preferred one first. */
  private static final List<String> FILES =
      List.of("libcublasLt.so.13", "libcublasLt.so.12", "libcublasLt.so.11");

  private static final Logger LOG = LoggerFactory.getLogger(Cublaslt.class);

  private Cublaslt() {}

  /**
   * Opens a handle for products.
   *
   * @throws CudaException if no cuBLASLt can be used; the message lists the places that were tried
   *     and the ways to get it
   */
  static long open() {
    String given = System.getProperty(PROPERTY);
    boolean named = given != null || System.getenv(VARIABLE) != null;
    Optional<URL> packed = named ? Optional.empty() : onClassPath();
    long[] handle = new long[1];
    if (packed.isPresent() && opens(packed.get(), handle)) {
      return handle[0];
    }
    Card.check(Native.openLinear(given, handle));
    return handle[0];
  }

  private static Optional<URL> onClassPath() {
    String folder = "org/bytedeco/cuda/" + Loader.getPlatform() + "/";
    ClassLoader loader = Cublaslt.class.getClassLoader();
    return FILES.stream()
        .flatMap(file -> Optional.ofNullable(loader.getResource(folder + file)).stream())
        .findFirst();
  }

  /** Unpacks a library to JavaCPP's cache, which keeps it for later processes, and opens it. */
  private static boolean opens(URL packed, long[] handle) {
    String cause;
    try {
      String file = Loader.cacheResource(packed).getAbsolutePath();
      if (Native.openLinear(file, handle) == 0) {
        return true;
      }
      cause = Native.error();
    } catch (IOException e) {
      cause = e.getMessage();
    }
    LOG.warn("{} on the class path cannot be used: {}", packed, cause);
    return false;
  }
}

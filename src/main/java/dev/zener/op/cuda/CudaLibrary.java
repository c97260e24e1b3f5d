package dev.zener.op.cuda;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** The native library with our CUDA kernels: the one that a property names, or this jar's own. */
final class CudaLibrary {
  /** The system property with the path of a library to take instead of the one that is packed. */
  static final String PROPERTY = "zener.cuda.library";

  private static final String NAME = "libzener_cuda.so";

  /** Why it cannot be loaded; empty once it is. */
  static final Optional<String> FAILURE = load();

  private CudaLibrary() {}

  private static Optional<String> load() {
    String given = System.getProperty(PROPERTY);
    try {
      if (given != null) {
        System.load(Path.of(given).toAbsolutePath().toString());
        return Optional.empty();
      }
      URL packed = CudaLibrary.class.getResource(NAME);
      if (packed == null) {
        return Optional.of(
            "this build has no CUDA kernels; build it with mvn -Pcuda package, which needs nvcc, or"
                + " name the library by -D"
                + PROPERTY
                + "=PATH");
      }
      // beside the other native libraries: org.bytedeco.javacpp.cachedir says where
      System.load(Loader.cacheResource(packed).getAbsolutePath());
      return Optional.empty();
    } catch (IOException | LinkageError e) {
      return Optional.of((given == null ? NAME : given) + ": " + e.getMessage());
    }
  }
}

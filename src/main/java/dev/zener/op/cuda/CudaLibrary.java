package dev.zener.op.cuda;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** Loads the native library of CUDA kernels, from the path in a property or from this jar. */
final class CudaLibrary {
  /** The system property for the path of a library to be used instead of the one in the jar. */
  static final String PROPERTY = "zener.cuda.library";

  private static final String NAME = "libzener_cuda.so";

  /** The reason why the library cannot be loaded; empty if it is loaded. */
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
      // extracted to JavaCPP's cache of native libraries, see org.bytedeco.javacpp.cachedir
      System.load(Loader.cacheResource(packed).getAbsolutePath());
      return Optional.empty();
    } catch (IOException | LinkageError e) {
      return Optional.of((given == null ? NAME : given) + ": " + e.getMessage());
    }
  }
}

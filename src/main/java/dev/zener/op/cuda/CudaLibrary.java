package dev.zener.op.cuda;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** Loads the native library of CUDA kernels, from the path in a property or from this jar. */
final class CudaLibrary {
  /** The system property for the path of a library to be used instead of the one in the jar. */
  static final String PROPERTY = "zener.cuda.library";

  private static final String NAME = "libzener_cuda.so";

  /** The file by which the driver provides its first card. */
  private static final Path CARD = Path.of("/dev/nvidia0");

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
        return Optional.of(unbuilt(Files.exists(CARD)));
      }
      // extracted to JavaCPP's cache of native libraries, see org.bytedeco.javacpp.cachedir
      System.load(Loader.cacheResource(packed).getAbsolutePath());
      return Optional.empty();
    } catch (IOException | LinkageError e) {
      return Optional.of((given == null ? NAME : given) + ": " + e.getMessage());
    }
  }

  /** Why a build without kernels has none, on a machine with or without a card. */
  static String unbuilt(boolean card) {
    return "this zener.jar is for the CPU"
        + (card ? ", although this machine has a card" : "")
        + ". With nvcc, mvn package builds one for the card of the machine and mvn -Pcuda package"
        + " one for all cards; or name a library of kernels by -D"
        + PROPERTY
        + "=PATH";
  }
}

package dev.zener.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The golden files that generate.py in the same folder makes. */
final class Golden {
  /** The files that contain the same tensors. */
  static final List<String> SAME =
      List.of(
          "zip.bin",
          "zip-protocol4.bin",
          "legacy.bin",
          "legacy-protocol4.bin",
          "golden.safetensors");

  private Golden() {}

  static Path path(String name) {
    try {
      return Path.of(Golden.class.getResource("/weights/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String name) {
    try {
      return Files.readAllBytes(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file with this content. */
  static WeightFile parse(byte[] content) {
    return Memory.open(content);
  }
}

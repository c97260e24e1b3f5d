package dev.zener.data;

import dev.zener.files.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The identity of a file's content.
 *
 * @param file the path of the file
 * @param bytes the length of the file
 * @param sha256 the SHA-256 in lower-case hexadecimal digits
 */
public record FileHash(String file, long bytes, String sha256) {

  /** Hashes a file of any size, reading it through a small buffer. */
  public static FileHash of(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[1 << 16];
    long bytes = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
        bytes += n;
      }
    }
    return new FileHash(file.toString(), bytes, HexFormat.of().formatHex(digest.digest()));
  }
}

package dev.zener.pretrained;

import dev.zener.files.Folder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Models that were converted once, below a folder: each in a directory of its own, whose name tells
 * the archive's name, size and time, so that another archive under the same name is another model.
 */
record ModelCache(Path folder) {
  /** The files of the source in the cache, which is filled if they are not there yet. */
  ModelFiles files(ModelSource source) {
    ModelSource original = source.withoutCache();
    ModelFiles files = original.files();
    if (files.folder().stamp().isEmpty()) {
      return files;
    }
    Path directory = folder.resolve(key(source, files));
    if (!Files.isDirectory(directory)) {
      Conversion.run(original, directory, Optional.empty());
    }
    return ModelFiles.of(Folder.of(directory));
  }

  private static String key(ModelSource source, ModelFiles files) {
    String identity =
        source
            + "\n"
            + files.place()
            + "\n"
            + files.folder().stamp().orElseThrow()
            + "\n"
            + source.casing();
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}

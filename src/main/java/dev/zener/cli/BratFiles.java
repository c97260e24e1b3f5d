package dev.zener.cli;

import dev.zener.files.AtomicFile;
import dev.zener.format.BratWriter;
import dev.zener.format.ItemWriter;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The two files of a brat document.
 *
 * @param texts the file NAME.txt
 * @param annotations the file NAME.ann
 */
record BratFiles(Path texts, Path annotations) {
  /** Writes the contents of files. */
  @FunctionalInterface
  interface Contents {
    void writeTo(ItemWriter writer) throws IOException;
  }

  /** The files of this name; a name that ends with .txt or .ann is that of both. */
  static BratFiles of(Path name) {
    String file = name.getFileName() == null ? "" : name.getFileName().toString();
    String base = file.replaceFirst("\\.(txt|ann)$", "");
    if (base.isEmpty() || base.equals("-")) {
      throw new InputException(
          "'" + name + "' is no name of brat's two files; name them without .txt and .ann");
    }
    return new BratFiles(name.resolveSibling(base + ".txt"), name.resolveSibling(base + ".ann"));
  }

  /** Writes both files. They appear under their names only when complete. */
  void write(Contents contents) throws IOException {
    AtomicFile.write(
        texts,
        temporaryTexts ->
            AtomicFile.write(
                annotations,
                temporary -> {
                  try (Writer text = writer(temporaryTexts);
                      Writer annotation = writer(temporary)) {
                    contents.writeTo(new BratWriter(text, annotation));
                  }
                }));
  }

  private static Writer writer(Path file) throws IOException {
    return Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }
}

package dev.zener.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Beginnings of the corpora that are shipped. */
public final class ShippedText {
  private ShippedText() {}

  /**
   * Writes the first sentences of a file of Universal NER.
   *
   * @param name such as hr_set.train
   * @param folder where they go, as NAME.tsv
   */
  public static void head(String name, int sentences, Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    int seen = 0;
    for (String line : Files.readAllLines(Path.of("data/uner", name + ".tsv"))) {
      seen += line.isEmpty() ? 1 : 0;
      if (seen == sentences) {
        break;
      }
      lines.add(line);
    }
    Files.write(folder.resolve(name + ".tsv"), lines);
  }
}

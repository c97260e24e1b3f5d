package dev.zener.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes the first sentences of the corpora in this repository. */
public final class ShippedText {
  private ShippedText() {}

  /**
   * Writes the first sentences of a file of Universal NER.
   *
   * @param name the name of the file, such as hr_set.train
   * @param folder the folder for the new file, NAME.tsv
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

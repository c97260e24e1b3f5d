package dev.zener.report;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A sentence of a page.
 *
 * @param text the text of the sentence
 * @param entities its entities, in order
 */
record MarkedSentence(String text, List<Entity> entities) {
  /** Parses a text with entities such as {@code [PER Ana]}. Entities must not contain brackets. */
  static MarkedSentence of(String marked) {
    StringBuilder text = new StringBuilder();
    List<Entity> entities = new ArrayList<>();
    for (int i = 0; i < marked.length(); i++) {
      if (marked.charAt(i) == '[') {
        int space = marked.indexOf(' ', i);
        int end = marked.indexOf(']', i);
        int start = text.length();
        text.append(marked, space + 1, end);
        entities.add(
            new Entity(
                new CharSpan(start, text.length()),
                marked.substring(i + 1, space),
                OptionalDouble.of(0.98765)));
        i = end;
      } else {
        text.append(marked.charAt(i));
      }
    }
    return new MarkedSentence(text.toString(), entities);
  }

  static void write(Path file, List<MarkedSentence> sentences) throws IOException {
    EntityPage.write(
        file, "Entities", page -> sentences.forEach(s -> page.add(s.text(), s.entities())));
  }
}

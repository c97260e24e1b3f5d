package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes brat's two files: the texts, one per line, and their entities, {@code T1 PER 0 3 Ana} with
 * a TAB before and after {@code PER 0 3}. Offsets count the code points of the whole file of texts.
 * Since an entity cannot extend over lines there, a line break inside a text becomes a space.
 */
public final class BratWriter implements ItemWriter {
  private final Appendable texts;
  private final Appendable annotations;
  private long position;
  private long entities;
  private int breaks;
  private int overlaps;

  /**
   * Creates a writer.
   *
   * @param texts the file NAME.txt
   * @param annotations the file NAME.ann
   */
  public BratWriter(Appendable texts, Appendable annotations) {
    this.texts = texts;
    this.annotations = annotations;
  }

  @Override
  public void write(TaggedItem item) throws IOException {
    String text = oneLine(item.sentence().text());
    ColumnText.requireWhole("Text", text);
    List<Entity> apart = Entity.apart(item.entities());
    overlaps += item.entities().size() - apart.size();
    for (Entity entity : apart) {
      CharSpan characters = entity.characters();
      long start = position + text.codePointCount(0, characters.start());
      String words = characters.of(text);
      long end = start + words.codePointCount(0, words.length());
      annotations.append("T").append(Long.toString(++entities)).append('\t');
      annotations.append(type(entity.type())).append(' ').append(Long.toString(start));
      annotations.append(' ').append(Long.toString(end)).append('\t').append(words).append('\n');
    }
    texts.append(text).append('\n');
    position += text.codePointCount(0, text.length()) + 1;
  }

  private String oneLine(String text) {
    int found = (int) text.chars().filter(c -> c == '\n' || c == '\r').count();
    breaks += found;
    return found == 0 ? text : text.replace('\n', ' ').replace('\r', ' ');
  }

  private static String type(String type) {
    if (type.chars().anyMatch(Character::isWhitespace)) {
      throw new InputException(
          "Type '" + type + "' contains white space, which brat's types cannot; write JSON lines");
    }
    if (type.indexOf(';') >= 0) {
      throw new InputException(
          "Type '" + type + "' contains ';', which parts brat's offsets; write JSON lines");
    }
    ColumnText.requireWhole("Type", type);
    return type;
  }

  @Override
  public Map<String, Integer> changes() {
    Map<String, Integer> changes = new TreeMap<>();
    if (breaks > 0) {
      changes.put("line breaks inside texts written as spaces", breaks);
    }
    if (overlaps > 0) {
      changes.put("entities left out, since they overlap with the one before", overlaps);
    }
    return changes;
  }
}

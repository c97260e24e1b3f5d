package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Entity;
import dev.zener.data.Offsets;
import dev.zener.data.Sentence;
import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntUnaryOperator;

/** Reads the lines of a brat text with their entities, whose offsets count from its beginning. */
final class BratReader implements ItemReader {
  private final FileFormat.Opening opening;
  private final Offsets offsets;
  private final LineReader lines;
  private final ReadNotes notes = new ReadNotes();
  private final List<BratEntity> entities;

  /** The number of entities that are in earlier lines. */
  private int taken;

  /** The offset of the next line. */
  private long position;

  BratReader(TextSource text, TextSource annotations, FileFormat.Opening opening)
      throws IOException {
    this.opening = opening;
    this.offsets = opening.options().offsets();
    this.entities = BratAnnotations.read(annotations, opening.options(), notes);
    this.lines = text.lines(opening.options().charset());
    notes.layout("brat, a sentence per line, entities from " + annotations.name());
  }

  @Override
  public Item next() throws IOException {
    String line = lines.next();
    if (line == null) {
      if (taken < entities.size()) {
        throw wrong(
            entities.get(taken),
            "starts after the text, which ends at " + position + "; correct it, or" + unit());
      }
      return null;
    }
    // What is dropped from a line counts for offsets.
    long start = position + (lines.marked() ? 1 : 0);
    long end = start + offsets.fromUnits(line, line.length());
    position = end + (lines.carriageReturn() ? 1 : 0) + 1;
    List<Entity> here = new ArrayList<>();
    IntUnaryOperator units = offsets.toUnits(line);
    for (; taken < entities.size() && entities.get(taken).start() < position; taken++) {
      add(entities.get(taken), line, start, end, units, here);
    }
    Sentence sentence = Sentence.ofText(line, opening.splitter(), lines.source());
    return new Item(sentence, new Labels.Entities(here));
  }

  private void add(
      BratEntity entity,
      String line,
      long start,
      long end,
      IntUnaryOperator units,
      List<Entity> to) {
    if (entity.start() < start || entity.end() > end) {
      if (!opening.options().repair()) {
        throw wrong(
            entity,
            "goes over the end of "
                + lines.source()
                + "; a line is a sentence; correct it, leave it out ("
                + Setting.REPAIR.with("true")
                + "), or"
                + unit());
      }
      notes.leftOut("entities that go over the end of a line");
      return;
    }
    int first = units.applyAsInt((int) (entity.start() - start));
    CharSpan characters = new CharSpan(first, units.applyAsInt((int) (entity.end() - start)));
    if (!characters.of(line).equals(entity.text())) {
      throw wrong(
          entity,
          "is "
              + Quoted.of(characters.of(line))
              + " at its offsets in "
              + lines.source()
              + "; correct it, or"
              + unit());
    }
    to.add(new Entity(characters, entity.type(), OptionalDouble.empty()));
  }

  private String unit() {
    return String.format(
        " name the unit of the offsets, which were read as %s (%s)",
        offsets == Offsets.UTF16 ? "UTF-16 units" : "code points", Setting.OFFSETS);
  }

  private static InputException wrong(BratEntity entity, String problem) {
    return new InputException(entity.source() + ": " + entity + " " + problem);
  }

  @Override
  public ReadNotes notes() {
    return notes;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

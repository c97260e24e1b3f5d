package dev.zener.format;

import dev.zener.files.Quoted;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads the entities of a brat file. What else it has is left out and counted. */
final class BratAnnotations {
  private static final Map<Character, String> OTHERS =
      Map.of(
          'R', "relations",
          'E', "events",
          'A', "attributes",
          'M', "attributes",
          'N', "normalizations",
          '*', "equivalences",
          '#', "notes");

  private BratAnnotations() {}

  /** The entities, from left to right. */
  static List<BratEntity> read(TextSource source, ReadOptions options, ReadNotes notes)
      throws IOException {
    List<BratEntity> entities = new ArrayList<>();
    try (LineReader lines = source.lines(options.charset())) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (line.isBlank()) {
          continue;
        }
        String other = OTHERS.get(line.charAt(0));
        if (other != null) {
          notes.leftOut(other);
        } else if (line.charAt(0) != 'T') {
          throw new InputException(
              lines.source()
                  + ": "
                  + Quoted.of(line)
                  + " is no annotation; expected: T for an entity, or R, E, A, M, N, * or #");
        } else if (!BratEntity.isDiscontinuous(line)) {
          entities.add(BratEntity.of(line, lines.source()));
        } else if (options.repair()) {
          notes.leftOut("entities of several parts");
        } else {
          throw new InputException(
              lines.source()
                  + ": "
                  + Quoted.of(line)
                  + " has several parts, which tags cannot express; remove it, or leave it out ("
                  + Setting.REPAIR.with("true")
                  + ")");
        }
      }
    }
    entities.sort(Comparator.comparingInt(BratEntity::start));
    return entities;
  }
}

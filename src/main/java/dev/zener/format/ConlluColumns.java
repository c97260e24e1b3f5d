package dev.zener.format;

import dev.zener.problem.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The columns of a CoNLL-U file that is written.
 *
 * @param names the names of the columns
 * @param tag the index of the column with the tags; -1 if they are in MISC
 * @param added whether the file had no place for tags, so that a last column NER is added
 */
record ConlluColumns(List<String> names, int tag, boolean added) {
  private static final String EMPTY = "_";
  private static final String MISC = "MISC";

  /** The column and the key in MISC of a tag that is written. */
  static final String NER = "NER";

  /** The ten columns of CoNLL-U, with the tags in MISC. */
  static final ConlluColumns STANDARD = new ConlluColumns(ConlluReader.COLUMNS, -1, false);

  /** The columns of a sentence's own file. */
  static ConlluColumns of(Origin.Conllu origin) {
    if (origin.tag() >= 0 || origin.columns().contains(MISC)) {
      return new ConlluColumns(origin.columns(), origin.tag(), false);
    }
    List<String> names = new ArrayList<>(origin.columns());
    names.add(NER);
    return new ConlluColumns(names, names.size() - 1, true);
  }

  /** A row in which only ID and FORM are known. */
  List<String> row(int id, String form) {
    List<String> row = new ArrayList<>(Collections.nCopies(names.size(), EMPTY));
    row.set(0, Integer.toString(id));
    row.set(names.indexOf("FORM"), form);
    return row;
  }

  /** A row of the file, to be changed. */
  List<String> row(List<String> cells) {
    List<String> row = new ArrayList<>(cells);
    if (added) {
      row.add(EMPTY);
    }
    return row;
  }

  /** Sets the tag of a row, in place of the one that is there. */
  void setTag(List<String> row, String value) {
    if (tag >= 0) {
      row.set(tag, ColumnText.tag(value));
      return;
    }
    if (value.indexOf('|') >= 0) {
      throw new InputException(
          "Tag '" + value + "' contains '|', which MISC of CoNLL-U cannot hold; write JSON lines");
    }
    replaceTag(row, List.of(NER + "=" + ColumnText.tag(value)));
  }

  /** Removes the tag of a row that is not tagged. */
  void removeTag(List<String> row) {
    if (tag >= 0) {
      row.set(tag, EMPTY);
    } else {
      replaceTag(row, List.of());
    }
  }

  /** Whether a row can say that no space follows its word, for which MISC is needed. */
  boolean holdSpaces() {
    int misc = names.indexOf(MISC);
    return misc >= 0 && misc != tag;
  }

  /** Says that no space follows the word of a row. */
  void noSpaceAfter(List<String> row) {
    int misc = names.indexOf(MISC);
    List<String> pairs = pairs(row.get(misc));
    pairs.add("SpaceAfter=No");
    row.set(misc, String.join("|", pairs));
  }

  /** Puts a pair into MISC where the tag was, or at the end. */
  private void replaceTag(List<String> row, List<String> pair) {
    int misc = names.indexOf(MISC);
    List<String> pairs = new ArrayList<>();
    int place = -1;
    for (String old : pairs(row.get(misc))) {
      if (isTag(old)) {
        place = place < 0 ? pairs.size() : place;
      } else {
        pairs.add(old);
      }
    }
    pairs.addAll(place < 0 ? pairs.size() : place, pair);
    row.set(misc, pairs.isEmpty() ? EMPTY : String.join("|", pairs));
  }

  private static List<String> pairs(String misc) {
    return new ArrayList<>(misc.equals(EMPTY) ? List.of() : List.of(misc.split("\\|", -1)));
  }

  private static boolean isTag(String pair) {
    int equals = pair.indexOf('=');
    return equals > 0
        && ConlluReader.TAG_KEYS.contains(pair.substring(0, equals).toUpperCase(Locale.ROOT));
  }
}

package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.data.Source;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads CoNLL-U. The words are the syntactic words ({@code zu dem}), or on request the tokens of
 * the text ({@code zum}). Empty nodes are left out. The tags are in a column whose name says so, or
 * in MISC as {@code NER=B-LOC}; there, a word without this key is outside entities.
 */
final class ConlluReader implements ItemReader {
  static final String GLOBAL_COLUMNS = "# global.columns";
  static final List<String> COLUMNS =
      List.of("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS", "MISC");
  private static final Set<String> TAG_COLUMNS =
      Set.of("NER", "NE", "NER_TAG", "NAMED_ENTITY", "ENTITY");
  static final Set<String> TAG_KEYS = Set.of("NER", "NE");
  private static final String NO_TAG = "_";

  /** A line of a sentence; a range covers the {@code members} words that follow it. */
  private record Row(Source source, WordCounter.Kind kind, List<String> cells, int members) {}

  private final LineReader lines;
  private final FileFormat.Opening opening;
  private final boolean tokens;
  private final WordCounter counter = new WordCounter();
  private final ReadNotes notes = new ReadNotes();
  private List<String> columns = COLUMNS;
  private int form;
  private int misc;
  private int tag;
  private boolean prepared;
  private boolean anyTag;

  ConlluReader(FileFormat.Opening opening) throws IOException {
    this.lines = opening.source().lines(opening.options().charset());
    this.opening = opening;
    this.tokens = opening.options().surface();
    notes.layout("CoNLL-U");
  }

  @Override
  public Item next() throws IOException {
    List<String> comments = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    counter.sentence();
    for (String line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        if (!rows.isEmpty()) {
          break;
        }
      } else if (line.startsWith("#") && rows.isEmpty()) {
        comment(line, comments);
      } else {
        rows.add(row(line));
      }
    }
    if (rows.isEmpty()) {
      requireTags();
      return null;
    }
    return item(comments, rows);
  }

  private void comment(String line, List<String> comments) {
    if (line.startsWith(GLOBAL_COLUMNS) && !prepared) {
      String names = line.substring(line.indexOf('=') + 1).strip();
      columns = Arrays.asList(names.toUpperCase(Locale.ROOT).split("\\s+"));
    }
    comments.add(line);
  }

  private Row row(String line) {
    prepare();
    List<String> cells = Arrays.asList(line.split("\t", -1));
    if (cells.size() != columns.size()) {
      throw new InputException(
          String.format(
              "%s: %d columns; CoNLL-U has %d here, separated by TAB: %s",
              lines.source(), cells.size(), columns.size(), String.join(" ", columns)));
    }
    WordCounter.Kind kind = counter.next(cells.get(0));
    if (kind == WordCounter.Kind.WRONG) {
      throw new InputException(
          String.format(
              "%s: ID '%s'; expected: the number of the next word, a range such as 3-4, or an empty"
                  + " node such as 5.1",
              lines.source(), cells.get(0)));
    }
    if (cells.get(form).isEmpty()) {
      throw new InputException(lines.source() + ": no word in column " + (form + 1));
    }
    int members = kind == WordCounter.Kind.RANGE ? members(cells.get(0)) : 0;
    return new Row(lines.source(), kind, cells, members);
  }

  private int members(String range) {
    String[] ends = range.split("-");
    int members = Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
    if (members < 1) {
      throw new InputException(lines.source() + ": range " + range + " ends before it starts");
    }
    return members;
  }

  /** Decides on the columns before the first row is read. */
  private void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    if (!columns.get(0).equals("ID") || !columns.contains("FORM")) {
      throw new InputException(
          lines.source().file()
              + ": "
              + GLOBAL_COLUMNS
              + " must name ID first, and FORM; it names "
              + String.join(" ", columns));
    }
    form = columns.indexOf("FORM");
    misc = columns.indexOf("MISC");
    tag = -1;
    for (String name : columns) {
      tag = tag < 0 && TAG_COLUMNS.contains(name) ? columns.indexOf(name) : tag;
    }
    opening.options().columns().ifPresent(this::choose);
    String where = tag < 0 ? "MISC" : "column " + (tag + 1);
    String what = tokens ? "token" : "word";
    notes.layout(
        String.format(
            "CoNLL-U, %s from column %d%s",
            what, form + 1, opening.labelled() ? ", tag from " + where : ""));
  }

  private void choose(Columns chosen) {
    int width = columns.size();
    int last = chosen.tag() == 0 ? width : chosen.tag();
    if (chosen.word() > width || last > width) {
      throw new InputException(
          String.format(
              "%s: columns %d,%d; the file has %d: %s",
              lines.source().file(), chosen.word(), last, width, String.join(" ", columns)));
    }
    form = chosen.word() - 1;
    tag = opening.labelled() ? last - 1 : tag;
  }

  private Item item(List<String> comments, List<Row> rows) {
    List<Row> read = new ArrayList<>();
    List<Integer> indices = new ArrayList<>();
    List<List<Row>> members = new ArrayList<>();
    Row range = null;
    int left = 0;
    StringBuilder text = new StringBuilder();
    List<CharSpan> spans = new ArrayList<>();
    boolean space = false;
    CharSpan surface = null;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      if (row.kind() == WordCounter.Kind.EMPTY_NODE) {
        notes.leftOut("empty nodes");
        continue;
      }
      boolean member = left > 0 && row.kind() == WordCounter.Kind.WORD;
      if (!member) {
        int start = text.length() + (space ? 1 : 0);
        text.append(space ? " " : "").append(row.cells().get(form));
        surface = new CharSpan(start, text.length());
        space = !misc(row, "SpaceAfter").equals("No");
      }
      if (row.kind() == WordCounter.Kind.RANGE) {
        range = row;
        left = row.members();
        notes.leftOut(tokens ? "words inside tokens" : "ranges of words");
      } else {
        left = Math.max(0, left - 1);
      }
      boolean wanted = tokens ? !member : row.kind() == WordCounter.Kind.WORD;
      if (wanted) {
        read.add(row);
        indices.add(i);
        members.add(new ArrayList<>(List.of(row)));
        spans.add(surface);
      } else if (member) {
        members.get(members.size() - 1).add(row);
      }
    }
    return item(comments, rows, read, indices, members, text.toString(), spans);
  }

  private Item item(
      List<String> comments,
      List<Row> rows,
      List<Row> read,
      List<Integer> indices,
      List<List<Row>> members,
      String text,
      List<CharSpan> spans) {
    List<String> words = read.stream().map(row -> row.cells().get(form)).toList();
    Sentence sentence = new Sentence(words, text, spans, rows.get(0).source(), true);
    Origin origin =
        new Origin.Conllu(columns, tag, comments, rows.stream().map(Row::cells).toList(), indices);
    if (!opening.labelled()) {
      return new Item(sentence, new Labels.None(), origin);
    }
    List<String> tags = members.stream().map(this::tag).toList();
    List<Source> sources = read.stream().map(Row::source).toList();
    return new Item(sentence, new Labels.Tags(tags, sources), origin);
  }

  /** The tag of a word; for a token, its own or that of its first word inside an entity. */
  private String tag(List<Row> members) {
    String first = "O";
    for (Row row : members) {
      String tag = tag(row);
      if (!tag.isEmpty() && (first.equals("O") || row == members.get(0))) {
        first = tag;
      }
    }
    return first;
  }

  /** The tag as written; empty if the row has none. */
  private String tag(Row row) {
    String written = "";
    if (tag >= 0) {
      boolean none = row.cells().get(tag).equals(NO_TAG) && row.kind() == WordCounter.Kind.RANGE;
      written = none ? "" : row.cells().get(tag);
    } else {
      for (String key : TAG_KEYS) {
        written = written.isEmpty() ? misc(row, key) : written;
      }
    }
    anyTag |= !written.isEmpty();
    return written;
  }

  /** The value of a key in MISC, in any letter case; empty if there is none. */
  private String misc(Row row, String key) {
    if (misc < 0) {
      return "";
    }
    for (String pair : row.cells().get(misc).split("\\|")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(key)) {
        return ColumnsReader.blanksCut(pair.substring(equals + 1));
      }
    }
    return "";
  }

  private void requireTags() {
    if (opening.labelled() && prepared && !anyTag) {
      throw new InputException(
          lines.source().file()
              + ": no tags of named entities: no column is named NER, and MISC has no NER=...; name"
              + " the columns of word and tag (%s)"
                  .formatted(Setting.COLUMNS.with("[2, " + columns.size() + "]")));
    }
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

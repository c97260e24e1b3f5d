package dev.zener.format;

import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** The formats of files with sentences. A file is read by the first that recognises it. */
public enum Format {
  /** CoNLL-U and CoNLL-U Plus. */
  CONLLU(new ConlluFormat()),
  /** JSON objects, one per line or in an array; {@link JsonShapes} lists what they may hold. */
  JSONL(new JsonFormat()),
  /** Columns separated by commas, with the names of columns on top. */
  CSV(new CsvFormat()),

  /** Text with the entities in a second file, as brat writes it. */
  BRAT(new BratFormat()),
  /** Plain text with one sentence per line. */
  TEXT(new TextFormat()),
  /** Columns with one word per line and a blank line after each sentence. */
  CONLL(new ConllFormat());

  private final FileFormat file;

  Format(FileFormat file) {
    this.file = file;
  }

  /** The name for people, such as CoNLL-U. */
  public String title() {
    return file.title();
  }

  /** Finds the format of a text by its beginning and its name. */
  public static Optional<Format> of(TextSource source) throws IOException {
    return ofHead(source.head(false));
  }

  static Optional<Format> ofHead(Head head) {
    return Arrays.stream(values()).filter(format -> format.file.recognises(head)).findFirst();
  }

  /** Whether files of this format can be written. */
  public boolean writable() {
    return file.writable();
  }

  /** Whether a text that is not split into words can be written, with entities in characters. */
  public boolean holdsText() {
    return file.holdsText();
  }

  /**
   * A writer to a file that is empty so far.
   *
   * @throws InputException if the format is not {@link #writable}
   */
  public ItemWriter writer(Appendable out, WriteOptions options) {
    return file.writer(out, options);
  }

  /**
   * Opens a reader. Text that brat's entities are beside is read with them if labels are wanted.
   *
   * @throws InputException if labels are wanted and the format has none
   */
  ItemReader open(FileFormat.Opening opening) throws IOException {
    if (opening.labelled() && !file.hasLabels()) {
      if (BratFormat.annotations(opening.source()).isPresent()) {
        return BRAT.file.open(opening);
      }
      throw new InputException(
          opening.source().name()
              + ": plain text has no labels; labelled data is in columns, CoNLL-U, JSON, or in"
              + " brat's file of entities beside the text (NAME.ann beside NAME.txt); if it is one of these"
              + " under another name, set its format ("
              + Setting.FORMAT.with("conll")
              + ")");
    }
    return file.open(opening);
  }
}

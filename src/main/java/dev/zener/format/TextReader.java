package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.data.WordSplitter;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads the words of a file of any format, and what else the file says of them, so that they can be
 * written again with other labels. Text for training is read by {@link UnlabelledReader}, which
 * gives only sentences.
 */
public final class TextReader {
  /**
   * A sentence or text.
   *
   * @param origin what its file says of it besides words and labels
   */
  public record Text(Sentence sentence, Origin origin) {}

  private final ReadOptions options;
  private final WordSplitter splitter;

  /**
   * Creates a reader.
   *
   * @param splitter splits text into words if a file has text instead of words
   */
  public TextReader(ReadOptions options, WordSplitter splitter) {
    this.options = options;
    this.splitter = splitter;
  }

  /** Passes each sentence to a consumer as soon as it is read. */
  public TextReport read(TextSource source, Consumer<Text> each) throws IOException {
    Format format = options.formatOf(source);
    try (ItemReader reader =
        format.open(new FileFormat.Opening(source, options, splitter, false))) {
      for (Item next = reader.next(); next != null; next = reader.next()) {
        each.accept(new Text(next.sentence(), next.origin()));
      }
      ReadNotes notes = reader.notes();
      return new TextReport(source.name(), format, notes.layout(), notes.leftOut());
    }
  }
}

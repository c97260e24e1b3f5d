package dev.zener.format;

import dev.zener.data.Sentence;
import dev.zener.data.WordSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads only the words of a file of any format. Tags and entities may be invalid or missing, and
 * neither this class nor {@link Sentence} gives access to them. Unlabelled training text is read
 * with this class, so that its labels cannot be used.
 */
public final class UnlabelledReader {
  private final ReadOptions options;
  private final WordSplitter splitter;

  /**
   * Creates a reader.
   *
   * @param splitter splits text into words if a file has text instead of words
   */
  public UnlabelledReader(ReadOptions options, WordSplitter splitter) {
    this.options = options;
    this.splitter = splitter;
  }

  /** Reads all sentences of a file. */
  public List<Sentence> read(Path file) throws IOException {
    List<Sentence> sentences = new ArrayList<>();
    read(TextSource.of(file), sentences::add);
    return sentences;
  }

  /**
   * Passes each sentence of a stream to a consumer as soon as it is read, so that the stream may be
   * of any length.
   *
   * @param name the name of the stream in messages; its extension may decide the format
   */
  public void read(InputStream in, String name, Consumer<Sentence> each) throws IOException {
    read(TextSource.of(in, name), each);
  }

  /**
   * Passes each sentence of a text to a consumer as soon as it is read.
   *
   * @return how the text was read and what was left out, in a line for people
   */
  public String read(TextSource source, Consumer<Sentence> each) throws IOException {
    return new TextReader(options, splitter)
        .read(source, text -> each.accept(text.sentence()))
        .toString();
  }
}

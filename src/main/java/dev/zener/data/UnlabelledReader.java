package dev.zener.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
  private interface Sentences {
    Sentence next() throws IOException;
  }

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
    try (InputStream in = Files.newInputStream(file)) {
      List<Sentence> sentences = new ArrayList<>();
      read(in, file.toString(), sentences::add);
      return sentences;
    }
  }

  /**
   * Passes each sentence of a stream to a consumer as soon as it is read, so that the stream may be
   * of any length.
   *
   * @param name the name of the stream in messages; its extension determines the format unless an
   *     option does
   */
  public void read(InputStream in, String name, Consumer<Sentence> each) throws IOException {
    Format format = options.formatOf(name);
    Charset charset = format == Format.JSONL ? StandardCharsets.UTF_8 : options.charset();
    Sentences sentences = open(format, new LineReader(in, name, charset));
    for (Sentence next = sentences.next(); next != null; next = sentences.next()) {
      each.accept(next);
    }
  }

  private Sentences open(Format format, LineReader lines) throws IOException {
    return switch (format) {
      case CONLL -> new ConllReader(lines, options)::nextUnlabelled;
      case JSONL -> new JsonlReader(lines, options, splitter)::nextUnlabelled;
      case TEXT -> () -> nextLine(lines);
    };
  }

  private Sentence nextLine(LineReader lines) throws IOException {
    String line = lines.next();
    return line == null ? null : Sentence.ofText(line, splitter, lines.source());
  }
}

package dev.zener.format;

import dev.zener.data.CharSpan;
import dev.zener.data.Sentence;
import dev.zener.data.WordSplitter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes files of a test from text blocks. */
final class Texts {
  /** Splits into runs of letters and digits, and single other characters except white space. */
  static final WordSplitter SPLITTER =
      text ->
          Pattern.compile("[\\p{L}\\p{N}]+|[^\\p{L}\\p{N}\\s]")
              .matcher(text)
              .results()
              .map(match -> new CharSpan(match.start(), match.end()))
              .toList();

  private Texts() {}

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  static LabelledCorpus labelled(String text, String name, ReadOptions options) throws IOException {
    return new LabelledReader(options, SPLITTER).read(stream(text), name);
  }

  static LabelledCorpus labelled(String text, String name) throws IOException {
    return labelled(text, name, ReadOptions.DEFAULTS);
  }

  static List<Sentence> unlabelled(String text, String name) throws IOException {
    List<Sentence> sentences = new ArrayList<>();
    new UnlabelledReader(ReadOptions.DEFAULTS, SPLITTER).read(stream(text), name, sentences::add);
    return sentences;
  }

  static List<List<String>> words(List<Sentence> sentences) {
    return sentences.stream().map(Sentence::words).toList();
  }
}

package dev.zener.cli;

import dev.zener.data.Sentence;
import dev.zener.data.TokenizerWords;
import dev.zener.data.WordCensus;
import dev.zener.data.WordRule;
import dev.zener.data.WordSplitter;
import dev.zener.files.Count;
import dev.zener.format.TextSource;
import dev.zener.format.UnlabelledReader;
import dev.zener.pretrained.Conversion;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelSource;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option for the corpus whose way of writing words a model is given. */
final class WordsOption {
  @Option(
      names = "--words-of",
      arity = "1..*",
      paramLabel = "CORPUS",
      description =
          "Split text into words as these files, on which the tagger was trained, write words; they"
              + " are columns, or JSON lines with \"tokens\". By default as the source does.")
  private List<Path> corpora;

  /** Whether it was given. */
  boolean wanted() {
    return corpora != null;
  }

  /** Adds the measured rule to the settings of a conversion, if it was asked for. */
  Conversion.Settings addTo(
      Conversion.Settings settings, ModelSource model, FileOptions files, ZenerCommand zener) {
    if (!wanted()) {
      return settings;
    }
    WordSplitter finest = TokenizerWords.of(ModelDirectory.open(model).tokenizer().preTokenizer());
    List<List<String>> sentences = new ArrayList<>();
    for (Path corpus : corpora) {
      read(corpus, files, finest, zener).forEach(sentence -> sentences.add(sentence.words()));
    }
    if (sentences.stream().allMatch(List::isEmpty)) {
      throw new InputException(
          "--words-of "
              + corpora
              + ": no words, so there is nothing to measure; name the corpora"
              + " on which the tagger was trained");
    }
    WordRule rule = WordCensus.measure(sentences, finest);
    zener.note(
        "words of %s: %s".formatted(Count.of(sentences.size(), "sentences"), rule.summary()));
    return settings.withWords(rule);
  }

  private static List<Sentence> read(
      Path corpus, FileOptions files, WordSplitter finest, ZenerCommand zener) {
    List<Sentence> sentences = new ArrayList<>();
    try {
      TextSource source = TextSource.of(corpus);
      new UnlabelledReader(files.textOptions(new Input(corpus), source, zener), finest)
          .read(source, sentences::add);
    } catch (IOException e) {
      throw new UncheckedIOException(corpus + ": cannot be read", e);
    }
    for (Sentence sentence : sentences) {
      if (!sentence.presplit()) {
        throw new InputException(
            sentence.source()
                + ": is text, which does not show how words are split; name columns or JSON lines"
                + " with \"tokens\", or their format with --format");
      }
    }
    return sentences;
  }
}

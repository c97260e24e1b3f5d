package dev.zener.data;

import dev.zener.label.InputException;
import dev.zener.label.Repair;
import dev.zener.label.Scheme;
import dev.zener.label.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads labelled corpora from CoNLL columns or JSON lines. The tags are converted from the file's
 * scheme to valid IOB2.
 */
public final class LabelledReader {
  private final ReadOptions options;
  private final WordSplitter splitter;

  /**
   * Creates a reader.
   *
   * @param splitter splits text into words if a file has text instead of words
   */
  public LabelledReader(ReadOptions options, WordSplitter splitter) {
    this.options = options;
    this.splitter = splitter;
  }

  /**
   * Reads a corpus from a file.
   *
   * @throws InputException if a line cannot be read, or a tag is invalid and is not to be repaired
   */
  public LabelledCorpus read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, file.toString());
    }
  }

  /**
   * Reads a corpus from a stream. {@code name} is used in messages, and its extension determines
   * the format unless an option does.
   */
  public LabelledCorpus read(InputStream in, String name) throws IOException {
    return switch (options.formatOf(name)) {
      case CONLL -> readConll(in, name);
      case JSONL -> readJsonl(in, name);
      case TEXT ->
          throw new InputException(
              name + ": plain text has no labels; labelled data is CoNLL columns or JSON lines");
    };
  }

  private LabelledCorpus readConll(InputStream in, String name) throws IOException {
    ConllReader reader = new ConllReader(new LineReader(in, name, options.charset()), options);
    List<RawSentence> raw = new ArrayList<>();
    for (RawSentence next = reader.nextLabelled(); next != null; next = reader.nextLabelled()) {
      raw.add(next);
    }
    return settle(name, raw, reader.comments(), 0);
  }

  private LabelledCorpus readJsonl(InputStream in, String name) throws IOException {
    JsonlReader reader =
        new JsonlReader(new LineReader(in, name, StandardCharsets.UTF_8), options, splitter);
    List<RawSentence> raw = new ArrayList<>();
    for (RawSentence next = reader.nextLabelled(); next != null; next = reader.nextLabelled()) {
      raw.add(next);
    }
    return settle(name, raw, 0, reader.repaired());
  }

  private LabelledCorpus settle(
      String name, List<RawSentence> raw, int comments, int repairedEntities) {
    Scheme scheme = options.scheme().orElseGet(() -> detect(raw));
    List<LabelledSentence> sentences = new ArrayList<>(raw.size());
    int words = 0;
    int repairedTags = 0;
    for (RawSentence sentence : raw) {
      Repair legal = sentence.settled() ? new Repair(sentence.tags(), 0) : legal(sentence, scheme);
      repairedTags += legal.count();
      words += legal.tags().size();
      sentences.add(new LabelledSentence(sentence.sentence(), legal.tags()));
    }
    return new LabelledCorpus(
        sentences,
        new ReadReport(
            name, scheme, sentences.size(), words, comments, repairedTags, repairedEntities));
  }

  private static Scheme detect(List<RawSentence> raw) {
    return Scheme.detect(raw.stream().filter(s -> !s.settled()).map(RawSentence::tags).toList());
  }

  /** The sentence's tags as valid IOB2. */
  private Repair legal(RawSentence sentence, Scheme scheme) {
    if (!options.repair()) {
      for (Violation violation : scheme.violations(sentence.tags())) {
        throw illegal(sentence.sources().get(violation.index()), violation, scheme);
      }
    }
    Repair repair = scheme.repair(sentence.tags());
    return new Repair(scheme.convert(repair.tags(), Scheme.IOB2), repair.count());
  }

  private static InputException illegal(Source source, Violation violation, Scheme scheme) {
    return new InputException(
        String.format(
            "%s: tag '%s': %s (read as %s); correct it, name the right scheme (--scheme), or repair"
                + " it (--repair, or repair: true in the configuration's format)",
            source, violation.tag(), violation.reason(), scheme));
  }
}

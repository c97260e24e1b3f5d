package dev.zener.run;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.data.TokenizerWords;
import dev.zener.data.WordCensus;
import dev.zener.data.WordRule;
import dev.zener.data.WordSplitter;
import dev.zener.files.Count;
import dev.zener.format.ConllWriter;
import dev.zener.format.LabelledCorpus;
import dev.zener.format.LabelledReader;
import dev.zener.format.ReadOptions;
import dev.zener.format.TextSource;
import dev.zener.format.UnlabelledReader;
import dev.zener.label.LabelSet;
import dev.zener.problem.InputException;
import dev.zener.problem.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All text of a run. The unlabelled text of a target is read by {@link UnlabelledReader}, which
 * drops any labels, so that they cannot be used in training.
 */
final class Corpora {
  /**
   * The text of a target language.
   *
   * @param unlabelled the sentences to distil on
   * @param dev development sets, see {@link Corpora#dev}
   * @param test test sets, see {@link Corpora#test}
   */
  record Target(
      Optional<List<Sentence>> unlabelled,
      Map<String, List<LabelledSentence>> dev,
      Map<String, List<LabelledSentence>> test) {}

  private static final String SOURCE = "source";

  private final TrainConfig config;
  private final LabelSet labels;
  private final List<LabelledSentence> train;

  /** How the source writes words. */
  private final Optional<WordRule> words;

  private final Map<String, List<LabelledSentence>> dev;
  private final Map<String, List<LabelledSentence>> test;
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Map<String, List<LabelledSentence>> scored = new LinkedHashMap<>();
  private final Map<String, List<Path>> files = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  private Corpora(TrainConfig config) throws IOException {
    this.config = config;
    SourceSettings source = config.source();
    ReadOptions options = config.format(source.format()).readOptions();
    List<LabelledCorpus> training = new ArrayList<>();
    for (Map.Entry<String, List<Path>> part : source.train().parts().entrySet()) {
      training.addAll(labelled(role(SOURCE, part.getKey(), "train"), part.getValue(), options));
    }
    labels =
        config.types().isEmpty() ? LabelledCorpus.labels(training) : LabelSet.of(config.types());
    training.forEach(corpus -> corpus.requireTypesOf(labels, "'types'"));
    train = sentences(training);
    words = measured(train.stream().map(LabelledSentence::unlabelled));
    dev = known(SOURCE, "dev", Optional.of(source.dev()), options);
    test = columns(source.name(), known(SOURCE, "test", source.test(), options));
    for (Map.Entry<String, TargetSettings> t : config.targets().entrySet()) {
      targets.put(t.getKey(), target(t.getKey(), t.getValue()));
    }
  }

  /** Reads all corpora that a configuration names. */
  static Corpora read(TrainConfig config) {
    try {
      return new Corpora(config);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private Target target(String language, TargetSettings target) throws IOException {
    ReadOptions options = config.format(target.format()).readOptions();
    ReadOptions unlabelled =
        target.unlabelledFormat().map(CorpusFormat::readOptions).orElse(options);
    WordSplitter splitter = words.map(rule -> rule.splitter(finest())).orElse(finest());
    Optional<List<Sentence>> text = Optional.empty();
    if (target.unlabelled().isPresent()) {
      List<Sentence> sentences = new ArrayList<>();
      for (Path corpus : target.unlabelled().get().parts().get(CorpusFiles.WHOLE)) {
        String role = role(language, CorpusFiles.WHOLE, "unlabelled");
        sentences.addAll(unlabelled(role, corpus, new UnlabelledReader(unlabelled, splitter)));
      }
      text = Optional.of(sentences);
    }
    return new Target(
        text,
        known(language, "dev", target.dev(), options),
        columns(language, known(language, "test", target.test(), options)));
  }

  private List<Sentence> unlabelled(String role, Path corpus, UnlabelledReader reader)
      throws IOException {
    List<Sentence> sentences = new ArrayList<>();
    String read = reader.read(TextSource.of(file(role, corpus)), sentences::add);
    int words = sentences.stream().mapToInt(Sentence::size).sum();
    remarks.add(
        "%s: %s; %s, %s"
            .formatted(
                role, read, Count.of(sentences.size(), "sentences"), Count.of(words, "words")));
    return sentences;
  }

  /**
   * The role of a corpus in messages: "source train", "sr test", or with a named part "source hr
   * train", "sv sv-pud test".
   */
  private static String role(String owner, String part, String kind) {
    return owner + (part.equals(CorpusFiles.WHOLE) ? " " : " " + part + " ") + kind;
  }

  /** Reads a development or test corpus. Returns its sentences by the names of its parts. */
  private Map<String, List<LabelledSentence>> known(
      String owner, String kind, Optional<CorpusFiles> corpus, ReadOptions options)
      throws IOException {
    Map<String, List<LabelledSentence>> parts = new LinkedHashMap<>();
    Map<String, List<Path>> given = corpus.map(CorpusFiles::parts).orElse(Map.of());
    for (Map.Entry<String, List<Path>> part : given.entrySet()) {
      String role = role(owner, part.getKey(), kind);
      List<LabelledCorpus> read = labelled(role, part.getValue(), options);
      for (LabelledCorpus each : read) {
        each.requireTypesOf(labels, config.source().train().shown());
        requirePrintable(each.sentences());
      }
      parts.put(part.getKey(), sentences(read));
      scored.put(role, sentences(read));
    }
    return parts;
  }

  /**
   * Test sets by the names of their columns in the result table. A set without a name gets the name
   * of its language; a set without sentences gets no column.
   */
  private static Map<String, List<LabelledSentence>> columns(
      String language, Map<String, List<LabelledSentence>> tests) {
    Map<String, List<LabelledSentence>> columns = new LinkedHashMap<>();
    tests.forEach((name, t) -> columns.put(name.equals(CorpusFiles.WHOLE) ? language : name, t));
    columns.values().removeIf(List::isEmpty);
    return columns;
  }

  private List<LabelledCorpus> labelled(String role, List<Path> corpus, ReadOptions options)
      throws IOException {
    List<LabelledCorpus> corpora = new ArrayList<>();
    for (Path file : corpus) {
      LabelledCorpus read = new LabelledReader(options, finest()).read(file(role, file));
      remarks.add(role + ": " + read.report());
      corpora.add(read);
    }
    return corpora;
  }

  private static List<LabelledSentence> sentences(List<LabelledCorpus> corpora) {
    return corpora.stream().flatMap(corpus -> corpus.sentences().stream()).toList();
  }

  /**
   * Checks that predictions can be written in CoNLL columns, which cannot hold every word.
   * Otherwise this would fail only after training.
   */
  private static void requirePrintable(List<LabelledSentence> sentences) throws IOException {
    ConllWriter nowhere = new ConllWriter(new StringBuilder());
    for (LabelledSentence s : sentences) {
      nowhere.write(s.words(), s.tags());
    }
  }

  private Path file(String role, Path corpus) {
    Path file = config.file(corpus);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          role
              + ": "
              + file
              + ": no such file; name one that exists, or the folder of the corpora with "
              + Setting.FOLDER.with("DIR"));
    }
    files.computeIfAbsent(role, r -> new ArrayList<>()).add(file);
    return file;
  }

  /** Splits text as BERT's pre-tokenizer does. */
  private static WordSplitter finest() {
    return TokenizerWords.bert();
  }

  LabelSet labels() {
    return labels;
  }

  /** The training sentences of all source languages, in the order of the configuration. */
  List<LabelledSentence> train() {
    return train;
  }

  /**
   * The source's development sets by the names of their parts; {@link CorpusFiles#WHOLE} if the
   * corpus is not divided.
   */
  Map<String, List<LabelledSentence>> dev() {
    return dev;
  }

  /** The source's test sets by the names of their columns in the result table. */
  Map<String, List<LabelledSentence>> test() {
    return test;
  }

  Map<String, Target> targets() {
    return targets;
  }

  /** All development and test sets by their roles, such as "sr test". */
  Map<String, List<LabelledSentence>> scored() {
    return scored;
  }

  /** All files that were read, by the role of their corpus. */
  Map<String, List<Path>> files() {
    return files;
  }

  /** A line per file on how it was read, what was left out and what was repaired. */
  List<String> remarks() {
    return remarks;
  }

  /**
   * How the text that a model learns from writes words: a student's unlabelled text, or else the
   * source's training corpora, all together. Empty if they are text that was not split into words.
   *
   * @param target the student's language; empty for a model trained on labels
   */
  Optional<WordRule> words(Optional<String> target) {
    return target
        .flatMap(language -> targets.get(language).unlabelled())
        .flatMap(text -> measured(text.stream()))
        .or(() -> words);
  }

  private static Optional<WordRule> measured(Stream<Sentence> sentences) {
    List<List<String>> split =
        sentences.filter(s -> s.presplit() && s.size() > 0).map(Sentence::words).toList();
    return split.isEmpty() ? Optional.empty() : Optional.of(WordCensus.measure(split, finest()));
  }

  /** The words of all sentences that are trained on, source and target. */
  Iterable<List<String>> trainingText() {
    List<List<String>> texts = new ArrayList<>();
    train.forEach(s -> texts.add(s.words()));
    for (Target t : targets.values()) {
      t.unlabelled().ifPresent(text -> text.forEach(s -> texts.add(s.words())));
    }
    return texts;
  }
}

package dev.zener.train;

import dev.zener.data.ConllWriter;
import dev.zener.data.LabelledCorpus;
import dev.zener.data.LabelledReader;
import dev.zener.data.LabelledSentence;
import dev.zener.data.ReadOptions;
import dev.zener.data.Sentence;
import dev.zener.data.UnlabelledReader;
import dev.zener.data.WordSplitter;
import dev.zener.label.InputException;
import dev.zener.label.LabelSet;
import dev.zener.predict.Pieces;
import dev.zener.tokenizer.Casing;
import dev.zener.tokenizer.Vocabulary;
import dev.zener.tokenizer.WordPieceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All text of a run. The unlabelled text of a target is read by {@link UnlabelledReader}, so that
 * no label of it can reach a training.
 */
final class Corpora {
  /** A target language's text. */
  record Target(
      Optional<List<Sentence>> unlabelled,
      List<LabelledSentence> dev,
      List<LabelledSentence> test) {}

  private final TrainConfig config;
  private final LabelSet labels;
  private final List<LabelledSentence> train;
  private final List<LabelledSentence> dev;
  private final List<LabelledSentence> test;
  private final Map<String, Target> targets = new LinkedHashMap<>();
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  private Corpora(TrainConfig config) throws IOException {
    this.config = config;
    TrainConfig.Source source = config.source();
    ReadOptions options = config.format(source.format()).readOptions();
    LabelledCorpus corpus = labelled("source train", source.train(), options);
    labels = config.types().isEmpty() ? corpus.labels() : LabelSet.of(config.types());
    corpus.requireTypesOf(labels, "'types'");
    train = corpus.sentences();
    dev = known("source dev", source.dev(), options);
    test = known("source test", source.test(), options);
    for (Map.Entry<String, TrainConfig.Target> t : config.targets().entrySet()) {
      targets.put(t.getKey(), target(t.getKey(), t.getValue()));
    }
  }

  /** Reads everything that a configuration names. */
  static Corpora read(TrainConfig config) {
    try {
      return new Corpora(config);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private Target target(String language, TrainConfig.Target target) throws IOException {
    ReadOptions options = config.format(target.format()).readOptions();
    ReadOptions unlabelled =
        target.unlabelledFormat().map(CorpusFormat::readOptions).orElse(options);
    Optional<List<Sentence>> text = Optional.empty();
    if (target.unlabelled().isPresent()) {
      Path file = file(language + " unlabelled", target.unlabelled().get());
      text = Optional.of(new UnlabelledReader(unlabelled, splitter()).read(file));
    }
    return new Target(
        text,
        known(language + " dev", target.dev(), options),
        known(language + " test", target.test(), options));
  }

  private List<LabelledSentence> known(String role, Optional<Path> corpus, ReadOptions options)
      throws IOException {
    return corpus.isEmpty() ? List.of() : known(role, corpus.get(), options);
  }

  private List<LabelledSentence> known(String role, Path corpus, ReadOptions options)
      throws IOException {
    LabelledCorpus read = labelled(role, corpus, options);
    read.requireTypesOf(labels, config.source().train().toString());
    requirePrintable(read.sentences());
    return read.sentences();
  }

  private LabelledCorpus labelled(String role, Path corpus, ReadOptions options)
      throws IOException {
    LabelledCorpus read = new LabelledReader(options, splitter()).read(file(role, corpus));
    remarks.add(role + ": " + read.report());
    return read;
  }

  /** Better now than after hours: predictions are written in columns, which hold not every word. */
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
              + ": no such file; name one that exists, or the folder of the corpora with --set"
              + " folder=DIR");
    }
    files.put(role, file);
    return file;
  }

  /** Text is split as BERT's pre-tokenizer does, which needs no vocabulary. */
  private static WordSplitter splitter() {
    List<String> special = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    return Pieces.splitter(new WordPieceTokenizer(Vocabulary.of(special), Casing.CASED));
  }

  LabelSet labels() {
    return labels;
  }

  List<LabelledSentence> train() {
    return train;
  }

  List<LabelledSentence> dev() {
    return dev;
  }

  List<LabelledSentence> test() {
    return test;
  }

  Map<String, Target> targets() {
    return targets;
  }

  /** What is scored by its labels and not trained on, by its role: those sets that were given. */
  Map<String, List<LabelledSentence>> scored() {
    Map<String, List<LabelledSentence>> scored = new LinkedHashMap<>();
    scored.put("source dev", dev);
    scored.put("source test", test);
    targets.forEach(
        (language, t) -> {
          scored.put(language + " dev", t.dev());
          scored.put(language + " test", t.test());
        });
    scored.keySet().retainAll(files.keySet());
    return scored;
  }

  /** Every file that was read, by its role. */
  Map<String, Path> files() {
    return files;
  }

  /** A line for each labelled file: what was read and repaired. */
  List<String> remarks() {
    return remarks;
  }

  /** The words of all text that is trained on. */
  Iterable<List<String>> trainingText() {
    List<List<String>> texts = new ArrayList<>();
    train.forEach(s -> texts.add(s.words()));
    for (Target t : targets.values()) {
      t.unlabelled().ifPresent(text -> text.forEach(s -> texts.add(s.words())));
    }
    return texts;
  }
}

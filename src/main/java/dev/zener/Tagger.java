package dev.zener;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Sentence;
import dev.zener.data.SentenceBreaks;
import dev.zener.data.Source;
import dev.zener.data.TokenizerWords;
import dev.zener.data.WindowReport;
import dev.zener.data.WordSplitter;
import dev.zener.device.ElementType;
import dev.zener.device.MemoryLimit;
import dev.zener.device.ThreadLimit;
import dev.zener.label.LabelSet;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.predict.Batching;
import dev.zener.predict.Evaluator;
import dev.zener.predict.Prediction;
import dev.zener.predict.Predictor;
import dev.zener.pretrained.LoadReport;
import dev.zener.pretrained.LoadedModel;
import dev.zener.pretrained.ModelSource;
import dev.zener.pretrained.StoredTagger;
import dev.zener.problem.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Tags named entities with a model read from a {@link ModelSource}.
 *
 * <p>Thread-safe. Batches of pieces run one after another, each on all processors, or on as many as
 * {@link TaggerOptions#threads} says. Calls at the same time take turns after each batch, so a
 * short text does not wait for the end of a long one. One call with many texts is faster than many
 * calls with one text. The weights are held outside the Java heap until {@link #close}.
 */
public final class Tagger implements AutoCloseable {
  private final StoredTagger model;
  private final WordSplitter splitter;
  private final LoadedModel loaded;
  private final Predictor predictor;
  private final TaggerOptions options;
  private final ThreadLimit threads;

  /**
   * Calls share it; {@link #close} waits for all of them. Fair, so that it does not wait forever.
   */
  private final ReadWriteLock calls = new ReentrantReadWriteLock(true);

  private boolean closed;

  private Tagger(
      StoredTagger model, LoadedModel loaded, Predictor predictor, TaggerOptions options) {
    this.model = model;
    WordSplitter finest = TokenizerWords.of(model.preTokenizer());
    this.splitter = model.words().map(rule -> rule.splitter(finest)).orElse(finest);
    this.loaded = loaded;
    this.predictor = predictor;
    this.options = options;
    this.threads = ThreadLimit.of(options.threads());
  }

  /**
   * Opens the tagger that comes with this library, see {@link ModelSource#shipped}.
   *
   * @throws InputException if its base, bert-base-multilingual-cased, is in none of the places
   *     where it is looked for, with the command that makes it
   */
  public static Tagger open() {
    return open(ModelSource.shipped(), TaggerOptions.DEFAULTS);
  }

  /** Opens a model with {@link TaggerOptions#DEFAULTS}. */
  public static Tagger open(Path path) {
    return open(ModelSource.of(path), TaggerOptions.DEFAULTS);
  }

  /** Opens a model on disk with the given options. */
  public static Tagger open(Path path, TaggerOptions options) {
    return open(ModelSource.of(path), options);
  }

  /**
   * Opens a model.
   *
   * @throws InputException if the directory cannot be read or holds no tagger, if its labels have
   *     no names, if the model has fewer positions than {@code maxPieces}, or if it does not fit in
   *     {@code maxMemory}
   * @throws IllegalArgumentException if this machine does not support the device or the precision
   */
  public static Tagger open(ModelSource source, TaggerOptions options) {
    return ThreadLimit.of(options.threads()).with(() -> load(source, options));
  }

  private static Tagger load(ModelSource source, TaggerOptions options) {
    Backend backend = Backends.choose(options.device(), options.precision());
    StoredTagger model = StoredTagger.open(options.labels().map(source::withLabels).orElse(source));
    model.labels(); // an error comes before the weights are loaded
    Batching batching =
        new Batching(
            options.batchPieces(),
            MemoryLimit.of(options.maxMemory()),
            PredictorSettings.lessMemory(model));
    PredictorSettings settings = new PredictorSettings(options, batching);
    settings.check(model);
    batching.memory().require(model.bytes(ElementType.FLOAT32), "the model", "use a smaller model");
    LoadedModel loaded = model.load(ElementType.FLOAT32);
    try {
      Predictor predictor = settings.predictor(model, loaded.parameters(), backend);
      return new Tagger(model, loaded, predictor, options);
    } catch (RuntimeException | Error e) {
      loaded.close();
      throw e;
    }
  }

  /**
   * Tags a text of any length.
   *
   * @throws InputException if a single window does not fit in {@link TaggerOptions#maxMemory}, or
   *     the model's weights are not finite; all methods that tag throw it
   */
  public TaggedText tag(String text) {
    return tag(List.of(text)).get(0);
  }

  /** Tags texts. Returns one result per text, in order. */
  public List<TaggedText> tag(List<String> texts) {
    return tagSentences(
        texts.stream().map(text -> Sentence.ofText(text, splitter, Source.NONE)).toList());
  }

  /**
   * Tags texts of several sentences. Each sentence is tagged for itself, in shorter windows than
   * {@link #tag(List)} needs for the whole text; the results have the words and offsets of the
   * texts.
   *
   * @param language the language of the texts, by whose rules {@link SentenceBreaks} divides them
   */
  public List<TaggedText> tagDocuments(List<String> texts, Locale language) {
    SentenceBreaks breaks = new SentenceBreaks(Objects.requireNonNull(language, "language"));
    List<Sentence> sentences = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (String text : texts) {
      List<Sentence> parts = breaks.parts(Sentence.ofText(text, splitter, Source.NONE));
      sentences.addAll(parts);
      counts.add(parts.size());
    }
    List<TaggedText> tagged = tagSentences(sentences);
    List<TaggedText> joined = new ArrayList<>(texts.size());
    int first = 0;
    for (int count : counts) {
      joined.add(JoinedSentences.of(tagged.subList(first, first + count)));
      first += count;
    }
    return joined;
  }

  /** Tags one sentence that is already split into words. */
  public TaggedText tagWords(List<String> words) {
    return tagAllWords(List.of(words)).get(0);
  }

  /**
   * Tags sentences that are already split into words. Returns one result per sentence, in order.
   */
  public List<TaggedText> tagAllWords(List<List<String>> sentences) {
    return tagSentences(sentences.stream().map(Sentence::ofWords).toList());
  }

  /**
   * Tags sentences as returned by the readers of {@link dev.zener.data}. Returns one result per
   * sentence, in order.
   */
  public List<TaggedText> tagSentences(List<Sentence> sentences) {
    List<Prediction> predictions = call(() -> predict(sentences));
    List<TaggedText> tagged = new ArrayList<>(sentences.size());
    for (int s = 0; s < sentences.size(); s++) {
      tagged.add(TaggedText.of(sentences.get(s), predictions.get(s), options.confidence()));
    }
    return tagged;
  }

  private List<Prediction> predict(List<Sentence> sentences) {
    return options.probabilities()
        ? predictor.predictFully(sentences)
        : predictor.predict(sentences);
  }

  /**
   * Scores the tagger on sentences with gold tags. The predictions hold the decoded labels
   * unchanged; unlike {@link TaggedText#tags}, they may contain an I-X tag without a B-X before it.
   */
  public Evaluator.Result evaluate(List<LabelledSentence> gold) {
    return call(() -> Evaluator.evaluate(predictor, gold));
  }

  private <T> T call(Supplier<T> work) {
    calls.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the tagger of " + model + " is closed");
      }
      return threads.with(work);
    } finally {
      calls.readLock().unlock();
    }
  }

  /**
   * Splits a text into words in the same way as {@link #tag(String)}: as the model's training
   * corpus writes words, or as BERT's pre-tokenizer does if the model does not say.
   */
  public WordSplitter splitter() {
    return splitter;
  }

  /** The tags that the model can assign. */
  public LabelSet labels() {
    return model.labels();
  }

  /** Reports how each weight in the model's files was used. */
  public LoadReport loadReport() {
    return loaded.report();
  }

  /** Counts what was split into windows or shortened in all calls so far. */
  public WindowReport windowReport() {
    return predictor.report();
  }

  /** Frees the weights, after calls in progress have ended. Closing again has no effect. */
  @Override
  public void close() {
    calls.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        predictor.close();
        loaded.close();
      }
    } finally {
      calls.writeLock().unlock();
    }
  }
}

package dev.zener;

import dev.zener.data.Sentence;
import dev.zener.data.TokenizerWords;
import dev.zener.data.WordSplitter;
import dev.zener.model.EncoderShape;
import dev.zener.predict.WordMeans;
import dev.zener.pretrained.LoadReport;
import dev.zener.pretrained.ModelSource;
import dev.zener.problem.InputException;
import dev.zener.vectors.ListedVectors;
import dev.zener.vectors.PrincipalComponents;
import dev.zener.vectors.WordText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Makes vectors of a language's words with an encoder: for each word the mean of its vectors in one
 * hidden state over all places where it occurs in texts, then the principal components of these
 * means. Words are taken as they are written. Not thread-safe.
 *
 * <p>While texts are read, the Java heap holds {@code 8 * hidden} bytes for each word.
 */
public final class VectorExtraction implements AutoCloseable {
  /** The number of sentences computed together: enough to fill batches. */
  private static final int CHUNK = 256;

  private final OpenEncoder open;
  private final WordSplitter splitter;

  private VectorExtraction(OpenEncoder open) {
    this.open = open;
    WordSplitter finest = TokenizerWords.of(open.model().tokenizer().preTokenizer());
    this.splitter = open.model().words().map(rule -> rule.splitter(finest)).orElse(finest);
  }

  /**
   * Opens a model, with or without heads.
   *
   * @throws InputException if the directory cannot be read, or the model does not fit in the memory
   *     allowed
   * @throws IllegalArgumentException if this machine does not support the device or the precision
   */
  public static VectorExtraction open(ModelSource source, EncoderOptions options) {
    return new VectorExtraction(OpenEncoder.open(source, options));
  }

  /** The encoder's sizes. */
  public EncoderShape shape() {
    return open.model().encoder();
  }

  /** Splits a text into words in the same way as {@link Tagger#splitter}. */
  public WordSplitter splitter() {
    return splitter;
  }

  /**
   * Checks settings before texts are read.
   *
   * @throws InputException if the model has fewer layers or hidden elements than the settings need
   */
  public void check(VectorSettings settings) {
    settings.layerOf(shape().layers());
    settings.requireHidden(shape().sizes().hidden());
  }

  /** Makes vectors of the words of sentences, without reporting progress. */
  public ExtractedVectors extract(List<List<String>> sentences, VectorSettings settings) {
    return extract(sentences, settings, done -> {});
  }

  /**
   * Makes vectors of the words of sentences.
   *
   * @param sentences the words of each sentence
   * @param progress receives the number of sentences done after some have been
   * @throws InputException if the settings do not suit the model, there are fewer words than
   *     elements, or the model's weights are not finite
   */
  public ExtractedVectors extract(
      List<List<String>> sentences, VectorSettings settings, LongConsumer progress) {
    check(settings);
    int layer = settings.layerOf(shape().layers());
    Chosen chosen = Chosen.of(sentences, settings);
    return open.threads()
        .with(
            () -> {
              try (WordMeans means =
                  new WordMeans(
                      open.loaded().parameters(),
                      open.backend(),
                      open.model().tokenizer(),
                      open.batching(),
                      layer,
                      chosen::number,
                      chosen.words.size())) {
                add(sentences, means, progress);
                return extracted(chosen, means, settings.width(), layer);
              }
            });
  }

  private static void add(List<List<String>> sentences, WordMeans means, LongConsumer progress) {
    for (int from = 0; from < sentences.size(); from += CHUNK) {
      int to = Math.min(sentences.size(), from + CHUNK);
      means.add(sentences.subList(from, to).stream().map(Sentence::ofWords).toList());
      progress.accept(to);
    }
  }

  private static ExtractedVectors extracted(Chosen chosen, WordMeans means, int width, int layer) {
    List<String> words = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < chosen.words.size(); i++) {
      if (means.count(i) > 0) {
        words.add(chosen.words.get(i));
        vectors.add(means.take(i));
      }
    }
    PrincipalComponents components = PrincipalComponents.of(vectors, width);
    vectors.replaceAll(components::project);
    return new ExtractedVectors(
        ListedVectors.of(words, vectors),
        chosen.read,
        layer,
        components.kept(),
        chosen.unstorable,
        chosen.rare,
        chosen.beyond,
        chosen.words.size() - words.size(),
        means.report());
  }

  /** The words that get vectors, the most frequent first, and counts of the others. */
  private static final class Chosen {
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private long read;
    private long unstorable;
    private long rare;
    private long beyond;

    static Chosen of(List<List<String>> sentences, VectorSettings settings) {
      Chosen chosen = new Chosen();
      Map<String, Long> counts = new HashMap<>();
      for (List<String> sentence : sentences) {
        sentence.forEach(word -> counts.merge(word, 1L, Long::sum));
        chosen.read += sentence.size();
      }
      counts.entrySet().stream()
          .sorted(
              Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()))
          .forEach(entry -> chosen.choose(entry.getKey(), entry.getValue(), settings));
      return chosen;
    }

    private void choose(String word, long count, VectorSettings settings) {
      if (!WordText.isStorable(word)) {
        unstorable++;
      } else if (count < settings.minCount()) {
        rare++;
      } else if (words.size() == settings.maxWords()) {
        beyond++;
      } else {
        numbers.put(word, words.size());
        words.add(word);
      }
    }

    int number(String word) {
      return numbers.getOrDefault(word, -1);
    }
  }

  /** Reports how each weight in the model's files was used. */
  public LoadReport loadReport() {
    return open.loadReport();
  }

  @Override
  public void close() {
    open.close();
  }
}

package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.data.CharSpan;
import dev.zener.pretrained.ModelSource;
import dev.zener.problem.InputException;
import dev.zener.testing.HfTiny;
import dev.zener.vectors.VectorHash;
import dev.zener.vectors.WordVectors;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tiny model has two layers, 12 hidden elements and 32 positions. */
class VectorExtractionTest {
  private static final int HIDDEN = 12;
  private static final VectorSettings ALL = VectorSettings.DEFAULTS.withWidth(HIDDEN);

  private static VectorExtraction extraction;
  private static List<List<String>> sentences;

  @BeforeAll
  static void open() {
    extraction = VectorExtraction.open(ModelSource.of(HfTiny.TAGGER), EncoderOptions.DEFAULTS);
    sentences = new ArrayList<>();
    for (String text : HfTiny.sentences()) {
      sentences.add(words(text));
      List<String> reversed = new ArrayList<>(words(text));
      Collections.reverse(reversed);
      sentences.add(reversed);
    }
  }

  @AfterAll
  static void close() {
    extraction.close();
  }

  private static List<String> words(String text) {
    return extraction.splitter().split(text).stream()
        .map((CharSpan span) -> span.of(text))
        .toList();
  }

  /**
   * With as many axes as elements, distances between words are those between the means of hidden
   * states, which are computed here with an Encoder.
   */
  @Test
  void distancesAreThoseOfTheMeansOfHiddenStates() {
    for (int layer = 0; layer <= 2; layer++) {
      ExtractedVectors extracted = extraction.extract(sentences, ALL.withLayer(layer));
      Map<String, double[]> means = means("hidden." + layer);
      WordVectors vectors = extracted.vectors();
      assertThat(extracted.layer()).isEqualTo(layer);
      assertThat(vectors.size()).isEqualTo(means.size()).isGreaterThan(HIDDEN);
      assertThat(extracted.kept()).isEqualTo(1, within(1e-9));
      for (int i = 1; i < vectors.size(); i++) {
        double expected = distance(means.get(vectors.word(i - 1)), means.get(vectors.word(i)));
        double actual = distance(vector(vectors, i - 1), vector(vectors, i));
        assertThat(actual).as(vectors.word(i)).isEqualTo(expected, within(1e-4));
      }
    }
  }

  /** The mean over the places of a word, of the mean over its pieces. */
  private static Map<String, double[]> means(String output) {
    Map<String, double[]> sums = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    try (Encoder encoder = Encoder.open(ModelSource.of(HfTiny.TAGGER), EncoderOptions.DEFAULTS)) {
      List<int[]> ids = sentences.stream().map(s -> encoder.ids(String.join(" ", s))).toList();
      encoder.encode(
          ids,
          (text, name, values) -> {
            if (!name.equals(output)) {
              return;
            }
            int row = 1; // behind [CLS]
            for (String word : sentences.get(text)) {
              int pieces = encoder.ids(word).length - 2;
              double[] sum = sums.computeIfAbsent(word, w -> new double[HIDDEN]);
              for (int r = 0; r < pieces; r++, row++) {
                for (int i = 0; i < HIDDEN; i++) {
                  sum[i] += values.get(values.position() + row * HIDDEN + i) / (double) pieces;
                }
              }
              counts.merge(word, 1, Integer::sum);
            }
          });
    }
    sums.forEach(
        (word, sum) -> {
          for (int i = 0; i < HIDDEN; i++) {
            sum[i] /= counts.get(word);
          }
        });
    return sums;
  }

  private static double[] vector(WordVectors vectors, int number) {
    FloatBuffer target = FloatBuffer.allocate(vectors.width());
    vectors.copy(number, target);
    double[] vector = new double[vectors.width()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = target.get(i);
    }
    return vector;
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Test
  void theLayerIsTwoThirdsByDefault() {
    assertThat(VectorSettings.DEFAULTS.layerOf(12)).isEqualTo(8);
    assertThat(VectorSettings.DEFAULTS.layerOf(6)).isEqualTo(4);
    assertThat(VectorSettings.DEFAULTS.layerOf(2)).isOne();
    assertThat(extraction.extract(sentences, ALL).layer()).isOne();
  }

  @Test
  void theMostFrequentWordComesFirstAndCaseIsKept() {
    List<List<String>> texts = new ArrayList<>(sentences);
    texts.add(List.of("zwei", "Zwei", "zwei", "Zwei", "zwei", "b", "a"));
    texts.add(Collections.nCopies(9, "a"));
    VectorSettings narrow = VectorSettings.DEFAULTS.withWidth(2);
    ExtractedVectors extracted = extraction.extract(texts, narrow.withMaxWords(3).withMinCount(2));
    assertThat(extracted.vectors().size()).isEqualTo(3);
    assertThat(extracted.vectors().word(0)).isEqualTo("a");
    assertThat(extracted.vectors().number("b")).isEqualTo(-1);
    assertThat(extracted.rare()).isPositive();
    assertThat(extracted.beyond()).isPositive();
    assertThat(extracted.summary())
        .startsWith("3 words of width 2 from layer 1 and")
        .contains("too rare", "beyond the most frequent");
    ExtractedVectors all = extraction.extract(texts, narrow);
    assertThat(all.vectors().number("Zwei")).isNotEqualTo(all.vectors().number("zwei"));
    assertThat(all.rare() + all.beyond()).isZero();
  }

  @Test
  void theVectorsHaveTheSameBitsForAnyBatchesAndThreads() {
    String hash = VectorHash.of(extraction.extract(sentences, ALL).vectors());
    EncoderOptions small = EncoderOptions.DEFAULTS.withThreads(1).withBatchPieces(5);
    try (VectorExtraction again = VectorExtraction.open(ModelSource.of(HfTiny.TAGGER), small)) {
      assertThat(VectorHash.of(again.extract(sentences, ALL).vectors())).isEqualTo(hash);
    }
    assertThat(VectorHash.of(extraction.extract(sentences, ALL).vectors())).isEqualTo(hash);
  }

  @Test
  void aSentenceOfAnyLengthIsCutIntoWindows() {
    List<List<String>> texts = new ArrayList<>(sentences);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      words.addAll(sentences.get(i % 2));
    }
    texts.add(words);
    ExtractedVectors extracted = extraction.extract(texts, ALL);
    assertThat(extracted.windows().windowed()).isOne();
    assertThat(extracted.windows().extraWindows()).isPositive();
    assertThat(extracted.read())
        .isEqualTo(texts.stream().mapToLong(List::size).sum())
        .isGreaterThan(100);
  }

  @Test
  void wordsThatGetNoVectorAreCounted() {
    List<List<String>> texts = new ArrayList<>(sentences);
    texts.add(List.of("New York", "\u200B\u200C", "\uD83D", "u"));
    ExtractedVectors extracted = extraction.extract(texts, ALL);
    assertThat(extracted.unstorable()).isEqualTo(2);
    assertThat(extracted.withoutPieces()).isOne();
    assertThat(extracted.vectors().number("New York")).isEqualTo(-1);
    assertThat(extracted.summary())
        .endsWith("; left out: 1 word without pieces, 2 words with spaces or lone surrogates");
  }

  @Test
  void progressReachesTheEnd() {
    List<List<String>> many = new ArrayList<>(Collections.nCopies(300, sentences.get(0)));
    many.addAll(sentences);
    List<Long> done = new ArrayList<>();
    extraction.extract(many, ALL, done::add);
    assertThat(done).containsExactly(256L, (long) many.size());
  }

  @Test
  void settingsThatDoNotSuitTheModelAreRefused() {
    refused(ALL.withWidth(13), "width 13; allowed: 1 to 12, the model's hidden size");
    refused(ALL.withLayer(3), "layer 3; allowed: 0 (the embeddings) to 2, the model's layers");
    assertThatThrownBy(() -> extraction.extract(List.of(List.of("a", "b")), ALL))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("width 12; allowed: 1 to 2, the number of words that have vectors");
    assertThatThrownBy(() -> ALL.withMinCount(0)).hasMessageContaining("minCount 0");
    assertThatThrownBy(() -> ALL.withLayer(-1)).hasMessageContaining("layer -1");
  }

  private static void refused(VectorSettings settings, String message) {
    assertThatThrownBy(() -> extraction.extract(sentences, settings))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}

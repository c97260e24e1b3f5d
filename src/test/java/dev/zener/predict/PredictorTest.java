package dev.zener.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.data.PackedBatch;
import dev.zener.data.Sentence;
import dev.zener.data.Window;
import dev.zener.data.Windower;
import dev.zener.device.ElementType;
import dev.zener.device.MemoryLimit;
import dev.zener.device.Tensor;
import dev.zener.label.LabelSet;
import dev.zener.label.Scheme;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.model.TaggerShape;
import dev.zener.op.backend.Backends;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.problem.InputException;
import dev.zener.testing.HfTiny;
import dev.zener.tokenizer.PieceTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {
  private static final int MAX_PIECES = 12;
  private static final List<String> WORDS =
      List.of("Ana", "ide", "u", "Zagreb", "Wien", "liegt", "an", "der", "Donau", "Москва", "мі");

  private static final ModelDirectory MODEL = ModelDirectory.open(HfTiny.TAGGER);
  private static final PieceTokenizer TOKENIZER = MODEL.tokenizer();
  private static final LabelSet LABELS = MODEL.labels();
  private static final Parameters PARAMETERS = MODEL.load(ElementType.FLOAT32).parameters();

  private final Random random = new Random(8);

  @AfterAll
  static void close() {
    PARAMETERS.close();
  }

  private static Predictor predictor(int batchPieces, Decoding decoding) {
    Predictor.Settings settings =
        new Predictor.Settings(MAX_PIECES, Batching.of(batchPieces), decoding);
    return new Predictor(PARAMETERS, Backends.best(), TOKENIZER, LABELS, settings);
  }

  /** The free memory suffices for a batch of 60 pieces, and used memory is not returned. */
  @Test
  void batchesAreCutUntilTheyFitTheMemory() {
    List<Sentence> sentences = sentences();
    List<Prediction> truth = predict(4096, sentences);
    long free = growth(60) + (16 << 20) + 1;
    List<Prediction> found = predict(new MemoryLimit(1000 + free, () -> 1000), sentences);
    for (int s = 0; s < truth.size(); s++) {
      assertSame(found.get(s), truth.get(s));
    }
    assertThatThrownBy(() -> predict(new MemoryLimit(17 << 20, () -> 1 << 20), sentences))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "a window of \\d+ pieces needs \\d+ MiB in addition to the 1 MiB already resident, but"
                + " `maxMemory` allows 17; set `maxMemory` to at least \\d+m, use shorter windows,"
                + " or give Java a smaller heap \\(-Xmx\\)");
  }

  private static long growth(int pieces) {
    try (Inference inference =
        new Inference(PARAMETERS, Backends.best(), List.of(TaggerGraph.LOGITS + "2"))) {
      Window window = new Window(0, new int[pieces], new int[] {1}, new int[] {0});
      return inference.growth(PackedBatch.of(List.of(window)));
    }
  }

  private static List<Prediction> predict(MemoryLimit memory, List<Sentence> sentences) {
    Predictor.Settings settings =
        new Predictor.Settings(
            MAX_PIECES, new Batching(4096, memory, "use shorter windows"), Decoding.ARGMAX);
    try (Predictor predictor =
        new Predictor(PARAMETERS, Backends.best(), TOKENIZER, LABELS, settings)) {
      return predictor.predict(sentences);
    }
  }

  private static List<Prediction> predict(int batchPieces, List<Sentence> sentences) {
    try (Predictor predictor = predictor(batchPieces, Decoding.ARGMAX)) {
      return predictor.predict(sentences);
    }
  }

  private Sentence sentence(int words) {
    List<String> chosen = new ArrayList<>();
    for (int w = 0; w < words; w++) {
      chosen.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return Sentence.ofWords(chosen);
  }

  /** Sentences of many lengths, including empty ones and ones of several windows. */
  private List<Sentence> sentences() {
    List<Sentence> sentences = new ArrayList<>();
    for (int words : new int[] {3, 0, 40, 1, 7, 11, 0, 25, 2, 5, 60, 4}) {
      sentences.add(sentence(words));
    }
    return sentences;
  }

  private static void assertSame(Prediction actual, Prediction expected) {
    assertThat(actual.tags()).isEqualTo(expected.tags());
    assertThat(actual.probabilities()).hasSameSizeAs(expected.probabilities());
    for (int w = 0; w < actual.probabilities().size(); w++) {
      assertThat(actual.probabilities().get(w))
          .isCloseTo(expected.probabilities().get(w), within(1e-5));
    }
  }

  @Test
  void aWordIsPredictedInItsWindowAlone() {
    Sentence sentence = sentence(60);
    Prediction whole = predict(4096, List.of(sentence)).get(0);
    List<Window> windows =
        new Windower(MAX_PIECES, TOKENIZER.frame()).windows(0, Pieces.of(TOKENIZER, sentence));
    assertThat(windows).hasSizeGreaterThan(5);
    String output = TaggerGraph.LOGITS + TaggerShape.of(PARAMETERS).encoder().layers();
    int seen = 0;
    try (Inference inference = new Inference(PARAMETERS, Backends.best(), List.of(output))) {
      for (Window window : windows) {
        Tensor logits = inference.run(PackedBatch.of(List.of(window))).get(output);
        for (int i = 0; i < window.words().length; i++, seen++) {
          assertWord(whole, window.words()[i], Probabilities.softmax(logits, i * 5, 5));
        }
      }
    }
    assertThat(seen).isEqualTo(60);
  }

  private static void assertWord(Prediction whole, int word, double[] p) {
    int label = LABELS.index(whole.tags().get(word));
    assertThat(whole.probabilities().get(word)).isCloseTo(p[label], within(1e-5));
    for (double other : p) {
      assertThat(p[label]).isGreaterThanOrEqualTo(other - 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 13, 50, 4096})
  void aBatchIsPredictedAsItsSentencesAreAndInTheirOrder(int batchPieces) {
    List<Sentence> sentences = sentences();
    List<Prediction> together = predict(batchPieces, sentences);
    assertThat(together).hasSameSizeAs(sentences);
    for (int s = 0; s < sentences.size(); s++) {
      assertThat(together.get(s).tags()).hasSize(sentences.get(s).size());
      assertSame(together.get(s), predict(4096, List.of(sentences.get(s))).get(0));
    }
  }

  /** With temperature 2, probabilities are the normalised square roots of the model's. */
  @Test
  void aTemperatureMakesProbabilitiesLessCertainAndTagsTheSame() {
    List<Sentence> sentences = sentences();
    Predictor.Settings warm =
        new Predictor.Settings(MAX_PIECES, Batching.of(4096), Decoding.VITERBI, 2);
    try (Predictor plain = predictor(4096, Decoding.VITERBI);
        Predictor predictor = new Predictor(PARAMETERS, Backends.best(), TOKENIZER, LABELS, warm)) {
      List<Prediction> found = predictor.predict(sentences);
      List<Prediction> truth = plain.predict(sentences);
      double[][][] p = plain.probabilities(sentences);
      for (int s = 0; s < sentences.size(); s++) {
        assertThat(found.get(s).tags()).isEqualTo(truth.get(s).tags());
        for (int w = 0; w < sentences.get(s).size(); w++) {
          double chosen = truth.get(s).probabilities().get(w);
          double roots = Arrays.stream(p[s][w]).map(Math::sqrt).sum();
          assertThat(found.get(s).probabilities().get(w))
              .isCloseTo(Math.sqrt(chosen) / roots, within(1e-6));
        }
      }
    }
  }

  /** Otherwise the tests above could not distinguish words or sentences. */
  @Test
  void differentWordsHaveDifferentProbabilities() {
    List<Double> p = new ArrayList<>();
    predict(4096, List.of(Sentence.ofWords(WORDS))).forEach(x -> p.addAll(x.probabilities()));
    p.sort(null);
    for (int w = 1; w < p.size(); w++) {
      assertThat(p.get(w) - p.get(w - 1)).isGreaterThan(2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARGMAX", "VITERBI"})
  void aWordWithoutPiecesIsOutside(Decoding decoding) {
    Sentence holes = Sentence.ofWords(List.of("\u200e", "Ana", "", "ide", "\u200e"));
    try (Predictor predictor = predictor(64, decoding)) {
      Prediction prediction = predictor.predict(List.of(holes)).get(0);
      for (int w : new int[] {0, 2, 4}) {
        assertThat(prediction.tags().get(w)).isEqualTo("O");
        assertThat(prediction.probabilities().get(w)).isOne();
      }
      Scheme scheme = Scheme.IOB2;
      if (decoding == Decoding.VITERBI) {
        scheme.check(prediction.tags());
      }
      Prediction without =
          predictor.predict(List.of(Sentence.ofWords(List.of("Ana", "ide")))).get(0);
      if (decoding == Decoding.ARGMAX) {
        assertThat(prediction.probabilities().get(1))
            .isCloseTo(without.probabilities().get(0), within(1e-5));
      }
      assertThat(predictor.report().wordsWithoutPieces()).isEqualTo(3);
    }
  }

  @Test
  void nothingGivesNothing() {
    assertThat(predict(64, List.of())).isEmpty();
    Sentence empty = Sentence.ofWords(List.of());
    Prediction nothing = new Prediction(List.of(), List.of());
    assertThat(predict(64, List.of(empty, empty))).containsExactly(nothing, nothing);
    Sentence invisible = Sentence.ofWords(List.of("\u200e"));
    assertThat(predict(64, List.of(invisible)))
        .containsExactly(new Prediction(List.of("O"), List.of(1.0)));
  }

  @Test
  void windowsAreCountedOverAllCalls() {
    try (Predictor predictor = predictor(64, Decoding.ARGMAX)) {
      predictor.predict(List.of(sentence(40), sentence(1)));
      predictor.predict(List.of(sentence(40)));
      assertThat(predictor.report().sentences()).isEqualTo(3);
      assertThat(predictor.report().windowed()).isEqualTo(2);
    }
  }

  @Test
  void aBudgetMustHoldAPiece() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batching.of(2))
        .withMessage("batches of 2 pieces; allowed: 3 and more");
  }
}

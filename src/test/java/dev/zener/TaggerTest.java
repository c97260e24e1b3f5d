package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.data.LabelledSentence;
import dev.zener.data.Offsets;
import dev.zener.device.ThreadLimit;
import dev.zener.format.LabelledReader;
import dev.zener.format.ReadOptions;
import dev.zener.label.LabelSet;
import dev.zener.label.Scheme;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerShape;
import dev.zener.predict.Decoding;
import dev.zener.predict.EntityConfidence;
import dev.zener.predict.Thresholds;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.pretrained.ModelWriter;
import dev.zener.problem.InputException;
import dev.zener.testing.Golden;
import dev.zener.testing.HfTiny;
import dev.zener.tokenizer.Encoding;
import dev.zener.tokenizer.TokenizerFiles;
import dev.zener.weights.DType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaggerTest {
  private static final String LONG =
      String.join(" ", Collections.nCopies(25, "Ana ide u Zagreb ."));

  private static Tagger tagger;

  @BeforeAll
  static void open() {
    tagger = Tagger.open(HfTiny.TAGGER);
  }

  @AfterAll
  static void close() {
    tagger.close();
  }

  @ParameterizedTest
  @MethodSource("dev.zener.testing.Devices#all")
  void tagsAndConfidencesAreThoseOfTransformers(String device) {
    TaggerOptions options = TaggerOptions.DEFAULTS.withDevice(device);
    try (Tagger chosen = Tagger.open(HfTiny.TAGGER, options);
        Golden expected = HfTiny.expected()) {
      List<String> texts = HfTiny.sentences();
      List<TaggedText> tagged = chosen.tag(texts);
      for (int i = 0; i < texts.size(); i++) {
        check(tagged.get(i), texts.get(i), expected.doubles(i + ".logits"));
      }
    }
  }

  /** Computes the expected tags: the logits of each word's first piece decide. */
  private static void check(TaggedText tagged, String text, double[] logits) {
    Encoding pieces = TokenizerFiles.open(HfTiny.TAGGER).encode(text);
    List<String> raw = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    for (int i = 0; i < pieces.length(); i++) {
      if (i == 0 || pieces.word(i) != pieces.word(i - 1)) {
        double[] p = softmax(logits, 5 * (i + 1));
        int best = IntStream.range(0, 5).reduce((a, b) -> p[b] > p[a] ? b : a).orElseThrow();
        raw.add(List.of("O", "B-PER", "I-PER", "B-LOC", "I-LOC").get(best));
        probabilities.add(p[best]);
      }
    }
    assertThat(tagged.tags()).isEqualTo(Scheme.IOB2.repair(raw).tags());
    assertThat(tagged.entities()).isNotEmpty();
    for (TaggedEntity entity : tagged.entities()) {
      assertThat(entity.confidence())
          .isCloseTo(
              Collections.min(probabilities.subList(entity.firstWord(), entity.endWord())),
              within(1e-5));
      assertThat(entity.text()).isEqualTo(text.substring(entity.start(), entity.end()));
    }
  }

  private static double[] softmax(double[] logits, int from) {
    double[] p = IntStream.range(from, from + 5).mapToDouble(i -> Math.exp(logits[i])).toArray();
    double sum = p[0] + p[1] + p[2] + p[3] + p[4];
    return IntStream.range(0, 5).mapToDouble(i -> p[i] / sum).toArray();
  }

  @Test
  void entitiesSpellTheTags() {
    TaggedText tagged = tagger.tag(HfTiny.sentences().get(1));
    List<String> spelt = new ArrayList<>(Collections.nCopies(tagged.words().size(), "O"));
    for (TaggedEntity entity : tagged.entities()) {
      for (int w = entity.firstWord(); w < entity.endWord(); w++) {
        spelt.set(w, (w == entity.firstWord() ? "B-" : "I-") + entity.type());
      }
    }
    assertThat(tagged.tags()).isEqualTo(spelt);
  }

  @Test
  void offsetsCountUnitsOrCodePoints() {
    TaggedText tagged = tagger.tag("😀 Ana 😀");
    TaggedEntity last = tagged.entities().get(tagged.entities().size() - 1);
    TaggedEntity counted = tagged.entities(Offsets.CODE_POINTS).get(tagged.entities().size() - 1);
    assertThat(last.end()).isEqualTo(9);
    assertThat(counted.end()).isEqualTo(7);
    assertThat(counted.text()).isEqualTo(last.text());
  }

  @Test
  void wordsThatCameSplitKeepTheirNumber() {
    List<String> words = List.of("Don-au", "\u200e", "", "Ana");
    TaggedText tagged = tagger.tagWords(words);
    assertThat(tagged.words()).isEqualTo(words);
    assertThat(tagged.text()).isEqualTo("Don-au \u200e  Ana");
    assertThat(tagged.tags()).hasSize(4);
    assertThat(tagged.tags().subList(1, 3)).as("words without pieces").containsOnly("O");
    assertThat(tagger.tagAllWords(List.of(words, List.of())))
        .containsExactly(tagged, new TaggedText("", List.of(), List.of(), List.of()));
  }

  @Test
  void aTextIsTaggedAsItsWordsAre() {
    TaggedText text = tagger.tag("Ana ide u Zagreb .");
    assertThat(tagger.tagWords(List.of("Ana", "ide", "u", "Zagreb", "."))).isEqualTo(text);
    assertThat(tagger.tag("Ana  ide u Zagreb.").tags()).isEqualTo(text.tags());
  }

  @Test
  void nothingGivesNothing() {
    assertThat(tagger.tag("").entities()).isEmpty();
    assertThat(tagger.tag(" \n").words()).isEmpty();
    assertThat(tagger.tag(List.<String>of())).isEmpty();
  }

  @Test
  void anyLengthIsTaggedAndWindowsAreCounted() {
    try (Tagger own = Tagger.open(HfTiny.TAGGER)) {
      assertThat(own.tag(LONG).tags()).hasSize(125);
      assertThat(own.windowReport().windowed()).isOne();
    }
  }

  @Test
  void viterbiOnlyChoosesLegalTags() {
    TaggerOptions viterbi = TaggerOptions.DEFAULTS.withDecoding(Decoding.VITERBI);
    LabelledSentence gold =
        new LabelledSentence(List.of("Ana", "ide", "u", "Zagreb"), List.of("O", "O", "O", "O"));
    try (Tagger own = Tagger.open(HfTiny.TAGGER, viterbi)) {
      Scheme.IOB2.check(own.evaluate(List.of(gold)).predictions().get(0).tags());
    }
  }

  @TempDir Path folder;

  @Test
  void aModelsDirectorySaysHowItsTagsAreChosen() throws IOException {
    LabelSet labels = LabelSet.of(List.of("PER"));
    ModelDirectory tiny = ModelDirectory.open(HfTiny.TAGGER);
    TaggerShape shape = new TaggerShape(tiny.encoder(), labels.size(), List.of());
    for (String decoding : List.of("viterbi", "argmax", "beam")) {
      try (Parameters p = Parameters.random(shape, 1)) {
        // every word gets I-PER, with which Viterbi must not begin
        p.get("classifier.bias").set(labels.index("I-PER"), 9);
        ModelWriter.write(
            folder.resolve(decoding),
            p,
            labels,
            tiny.tokenizer(),
            DType.F32,
            Map.of("zener_decoding", decoding));
      }
    }
    LabelledSentence gold = new LabelledSentence(List.of("Ana", "ide"), List.of("O", "O"));
    assertThat(tags(folder.resolve("argmax"), TaggerOptions.DEFAULTS, gold))
        .containsExactly("I-PER", "I-PER");
    assertThat(tags(folder.resolve("viterbi"), TaggerOptions.DEFAULTS, gold))
        .containsExactly("B-PER", "I-PER");
    assertThat(
            tags(
                folder.resolve("viterbi"),
                TaggerOptions.DEFAULTS.withDecoding(Decoding.ARGMAX),
                gold))
        .containsExactly("I-PER", "I-PER");
    assertThatThrownBy(() -> Tagger.open(folder.resolve("beam")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("zener_decoding is 'beam'; allowed: argmax, viterbi");
  }

  private static List<String> tags(Path model, TaggerOptions options, LabelledSentence gold) {
    try (Tagger own = Tagger.open(model, options)) {
      return own.evaluate(List.of(gold)).predictions().get(0).tags();
    }
  }

  @Test
  void theProbabilitiesOfAllTagsExplainTagsAndConfidences() {
    List<String> texts = HfTiny.sentences();
    for (EntityConfidence kind : EntityConfidence.values()) {
      TaggerOptions options = TaggerOptions.DEFAULTS.withConfidence(kind).withProbabilities(true);
      int longer = 0;
      try (Tagger own = Tagger.open(HfTiny.TAGGER, options)) {
        for (TaggedText text : own.tag(texts)) {
          assertThat(text.probabilities()).hasSameSizeAs(text.words());
          List<Double> chosen = new ArrayList<>();
          for (Map<String, Double> word : text.probabilities()) {
            assertThat(word.keySet()).containsExactlyElementsOf(own.labels().tags());
            double sum = word.values().stream().mapToDouble(p -> p).sum();
            assertThat(sum).isCloseTo(1, within(1e-12));
            chosen.add(Collections.max(word.values()));
          }
          for (TaggedEntity entity : text.entities()) {
            List<Double> p = chosen.subList(entity.firstWord(), entity.endWord());
            longer += p.size() > 1 ? 1 : 0;
            assertThat(entity.confidence()).isEqualTo(kind.of(p));
          }
        }
      }
      assertThat(longer).as("entities of several words").isPositive();
    }
    assertThat(tagger.tag("Ana ide").probabilities()).isEmpty();
  }

  @Test
  void entitiesBelowAThresholdAreLeftOut() {
    TaggedText all = tagger.tag(LONG);
    double middle =
        all.entities().stream()
            .mapToDouble(TaggedEntity::confidence)
            .sorted()
            .skip(all.entities().size() / 2)
            .findFirst()
            .orElseThrow();
    TaggedText some = all.atLeast(new Thresholds(middle, Map.of()));
    assertThat(some.entities())
        .isNotEmpty()
        .hasSizeLessThan(all.entities().size())
        .isEqualTo(all.entities().stream().filter(e -> e.confidence() >= middle).toList());
    List<String> expected = new ArrayList<>(all.tags());
    for (TaggedEntity e : all.entities()) {
      if (e.confidence() < middle) {
        Collections.fill(expected.subList(e.firstWord(), e.endWord()), "O");
      }
    }
    assertThat(some.tags()).isEqualTo(expected);
    assertThat(all.atLeast(Thresholds.NONE)).isEqualTo(all);
    String type = all.entities().get(0).type();
    assertThat(all.atLeast(new Thresholds(0, Map.of(type, 1.0))).entities())
        .isEqualTo(all.entities().stream().filter(e -> !e.type().equals(type)).toList());
  }

  @Test
  void taggersWithDifferentNumbersOfThreadsGiveTheSameResults() {
    TaggerOptions one = TaggerOptions.DEFAULTS.withThreads(1);
    try (Tagger own = Tagger.open(HfTiny.TAGGER, one)) {
      assertThat(own.tag(HfTiny.sentences())).isEqualTo(tagger.tag(HfTiny.sentences()));
      assertThat(ThreadLimit.current()).isEqualTo(ThreadLimit.NONE.threads());
    }
  }

  @Test
  void evaluationScoresTheTagsGiven() {
    TaggedText tagged = tagger.tag(LONG);
    LabelledSentence gold = new LabelledSentence(tagged.words(), tagged.tags());
    assertThat(tagger.evaluate(List.of(gold)).evaluation().micro().f1()).isEqualTo(1);
  }

  /**
   * Sentences are tagged alone, with others of similar length, and all at once, which gives matrix
   * products of different sizes.
   */
  @Test
  void confidencesDoNotDependOnWhatElseIsInTheBatch() throws IOException {
    List<List<String>> sentences =
        new LabelledReader(ReadOptions.DEFAULTS, tagger.splitter())
            .read(Path.of("data/uner/sr_set.test.tsv")).sentences().stream()
                .map(LabelledSentence::words)
                .limit(60)
                .toList();
    List<TaggedText> alone = sentences.stream().map(tagger::tagWords).toList();
    double furthest = 0;
    for (int pieces : new int[] {40, 333, 4096}) {
      TaggerOptions options = TaggerOptions.DEFAULTS.withBatchPieces(pieces);
      try (Tagger batched = Tagger.open(HfTiny.TAGGER, options)) {
        List<TaggedText> together = batched.tagAllWords(sentences);
        for (int s = 0; s < sentences.size(); s++) {
          assertThat(together.get(s).tags()).isEqualTo(alone.get(s).tags());
          List<TaggedEntity> entities = alone.get(s).entities();
          for (int e = 0; e < entities.size(); e++) {
            double other = together.get(s).entities().get(e).confidence();
            furthest = Math.max(furthest, Math.abs(other - entities.get(e).confidence()));
          }
        }
      }
    }
    assertThat(furthest).isLessThan(1e-5);
  }

  @Test
  void manyThreadsGetTheSameAnswers() throws Exception {
    List<String> texts = new ArrayList<>(HfTiny.sentences());
    texts.add(LONG);
    List<TaggedText> alone = texts.stream().map(tagger::tag).toList();
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try (Tagger other = Tagger.open(HfTiny.TAGGER)) {
      List<Future<List<TaggedText>>> answers = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        Tagger mine = t % 2 == 0 ? tagger : other;
        answers.add(pool.submit(() -> texts.stream().map(mine::tag).toList()));
      }
      for (Future<List<TaggedText>> answer : answers) {
        assertThat(answer.get()).isEqualTo(alone);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aShortTextDoesNotWaitForALongOne() throws Exception {
    String book = "Ana ide u Zagreb. ".repeat(8_000); // 40,000 words
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      tagger.tag("Ana");
      Future<TaggedText> tagged = pool.submit(() -> tagger.tag(book));
      long least = Long.MAX_VALUE;
      int answers = 0;
      while (answers < 5 || !tagged.isDone()) {
        long start = System.nanoTime();
        tagger.tag("Ana ide u Zagreb.");
        long took = System.nanoTime() - start;
        if (!tagged.isDone()) {
          least = Math.min(least, took);
        }
        answers++;
        Thread.sleep(20);
      }
      assertThat(tagged.get().words()).hasSize(40_000);
      assertThat(least).as("nanoseconds").isLessThan(100_000_000);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void closingWaitsForCallsInProgress() throws Exception {
    Tagger own = Tagger.open(HfTiny.TAGGER);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      CountDownLatch started = new CountDownLatch(1);
      Future<TaggedText> tagged =
          pool.submit(
              () -> {
                started.countDown();
                return own.tag("Ana ide u Zagreb. ".repeat(2_000));
              });
      started.await();
      Thread.sleep(50);
      own.close();
      assertThat(tagged.get().words()).hasSize(10_000);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aClosedTaggerSaysSo() {
    Tagger own = Tagger.open(HfTiny.TAGGER);
    own.close();
    own.close();
    assertThatThrownBy(() -> own.tag("Ana"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("hf-tiny is closed");
    assertThatThrownBy(() -> own.evaluate(List.of())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatCannotBeOpenedSaysWhy() {
    assertThatThrownBy(() -> Tagger.open(HfTiny.ENCODER))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no head that tags");
    assertThatThrownBy(() -> Tagger.open(HfTiny.TAGGER, TaggerOptions.DEFAULTS.withMaxPieces(33)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("33")
        .hasMessageContaining("up to 32");
  }

  @Test
  void optionsAreChecked() {
    TaggerOptions options = TaggerOptions.DEFAULTS;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withDevice("gpu"))
        .withMessageContaining("auto, reference, onednn");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withPrecision("half"))
        .withMessage("precision 'half'; allowed: float32, tf32, bfloat16, auto");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withMaxPieces(2))
        .withMessageContaining("maxPieces 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withBatchPieces(0))
        .withMessageContaining("batchPieces 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withThreads(0))
        .withMessageContaining("threads 0; allowed: 1 to ");
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> options.withMaxMemory(-5),
            () -> new TrainingOptions("auto", OptionalLong.of(-5), OptionalInt.empty()),
            () ->
                new EncoderOptions(
                    "auto", "float32", 64, OptionalLong.of(-5), OptionalInt.empty()))) {
      assertThatIllegalArgumentException()
          .isThrownBy(call)
          .withMessage("maxMemory -5; allowed: 1 byte and more, or none for no limit");
    }
  }
}

package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.data.Sentence;
import dev.zener.data.Window;
import dev.zener.device.Tensor;
import dev.zener.graph.Inputs;
import dev.zener.model.Parameters;
import dev.zener.model.TaggerGraph;
import dev.zener.op.backend.Backends;
import dev.zener.predict.Batching;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistillationTest {
  private static final int SIZE = 3;
  private static final Distillation.Coefficients MSD =
      new Distillation.Coefficients(0.1, 1e-3, 1e-3);
  private static final Distillation.Coefficients TSL = new Distillation.Coefficients(0, 0, 0);

  @TempDir static Path folder;

  /** Contains empty sentences and sentences of several windows. */
  private static final WindowedText TARGET =
      TinyCorpora.corpus(TinyCorpora.unlabelled(1, 5, 0, 22, 1, 3, 17, 9, 4));

  private static final WindowedText SOURCE =
      TinyCorpora.source(TinyCorpora.labelled(2, 4, 18, 0, 2, 6, 11, 7, 13));

  private static TeacherOutputs teacher;

  @BeforeAll
  static void compute() {
    try (Parameters parameters = TinyCorpora.parameters()) {
      teacher = outputs(parameters, TARGET, SOURCE, folder.resolve("t.safetensors"));
    }
  }

  private static TeacherOutputs outputs(
      Parameters parameters, WindowedText target, WindowedText source, Path file) {
    TeacherOutputs.write(parameters, Backends.best(), target, source, Batching.of(64), file);
    return TeacherOutputs.open(file, target, source);
  }

  @AfterAll
  static void close() {
    teacher.close();
  }

  private static Distillation method(Distillation.Coefficients coefficients, long seed) {
    return new Distillation(TARGET, SOURCE, teacher, coefficients, Map.of(1, 1, 2, 2), SIZE, seed);
  }

  /** The windows of a batch, found by their pieces. */
  private record Parts(List<Window> windows, int[] offsets) {
    static Parts of(Map<String, Tensor> inputs) {
      int[] ids = inputs.get(TaggerGraph.IDS).toInts();
      int[] offsets = inputs.get(TaggerGraph.OFFSETS).toInts();
      assertThat(offsets[0]).isZero();
      assertThat(offsets[offsets.length - 1]).isEqualTo(ids.length);
      List<Window> windows = new ArrayList<>();
      for (int b = 0; b + 1 < offsets.length; b++) {
        windows.add(find(Arrays.copyOfRange(ids, offsets[b], offsets[b + 1])));
      }
      return new Parts(windows, offsets);
    }

    private static Window find(int[] ids) {
      return IntStream.of(0, 1)
          .mapToObj(i -> i == 0 ? TARGET : SOURCE)
          .flatMap(c -> c.windows().stream())
          .filter(w -> Arrays.equals(w.ids(), ids))
          .findFirst()
          .orElseThrow();
    }

    List<Window> of(WindowedText corpus) {
      return windows.stream().filter(w -> contains(corpus, w)).toList();
    }
  }

  private static boolean contains(WindowedText corpus, Window window) {
    return corpus.windows().stream().anyMatch(w -> w == window);
  }

  /** The test identifies windows by their pieces, which must therefore differ. */
  @BeforeAll
  static void windowsDiffer() {
    Set<List<Integer>> contents = new HashSet<>();
    for (WindowedText corpus : List.of(TARGET, SOURCE)) {
      for (Window w : corpus.windows()) {
        assertThat(contents.add(Arrays.stream(w.ids()).boxed().toList())).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0.001, 0.001", "0.001, 0", "0, 0.001", "0, 0"})
  void aBatchHoldsTheTargetsWordsAndBothSidesClasses(double mmdSource, double mmdTarget) {
    Distillation.Coefficients c = new Distillation.Coefficients(0.1, mmdSource, mmdTarget);
    Distillation method = method(c, 1);
    try (Inputs inputs = new Inputs()) {
      for (int step = 0; step < 2 * method.stepsPerEpoch(); step++) {
        Objective.Batch batch = method.fill(step, inputs);
        Map<String, Tensor> in = inputs.tensors();
        Parts parts = Parts.of(in);
        List<Window> targets = parts.of(TARGET);
        List<Window> sources = parts.of(SOURCE);
        assertThat(parts.windows().subList(0, targets.size())).isEqualTo(targets);
        assertThat(batch.pieces()).isEqualTo(in.get(TaggerGraph.IDS).size());
        checkWords(in, parts, targets);
        assertThat(sources.isEmpty()).isEqualTo(!c.usesSource());
        if (c.usesSource()) {
          checkClasses(in, parts, targets, sources);
        }
      }
      assertThat(inputs.tensors()).doesNotContainKey(TaggerGraph.LABELS);
      assertThat(inputs.tensors().containsKey(TaggerGraph.TEACHER_CLS)).isEqualTo(c.usesSource());
    }
  }

  /** Only rows of target words are used, each with the teacher's soft labels of the same word. */
  private static void checkWords(Map<String, Tensor> in, Parts parts, List<Window> targets) {
    List<Integer> rows = new ArrayList<>();
    for (int b = 0; b < targets.size(); b++) {
      int offset = parts.offsets()[b];
      Arrays.stream(targets.get(b).rows()).forEach(row -> rows.add(offset + row));
    }
    assertThat(in.get(TaggerGraph.WORD_ROWS).toInts()).containsExactly(ints(rows));
    assertThat(lastRows(in, TaggerGraph.LAST_WORD_ROWS)).containsExactly(ints(rows));
    for (int layer : new int[] {1, 2}) {
      Tensor soft = in.get(TaggerGraph.SOFT + layer);
      assertThat(soft.shape()).containsExactly(rows.size(), TinyCorpora.LABELS.size());
      assertThat(floats(soft)).isEqualTo(each(targets, w -> teacher.soft(layer, List.of(w))));
    }
  }

  private static void checkClasses(
      Map<String, Tensor> in, Parts parts, List<Window> targets, List<Window> sources) {
    int[] starts = Arrays.copyOf(parts.offsets(), parts.windows().size());
    int t = targets.size();
    assertThat(lastRows(in, TaggerGraph.TARGET_CLS_ROWS)).isEqualTo(Arrays.copyOf(starts, t));
    assertThat(lastRows(in, TaggerGraph.SOURCE_CLS_ROWS))
        .isEqualTo(Arrays.copyOfRange(starts, t, starts.length));
    Tensor cls = in.get(TaggerGraph.TEACHER_CLS);
    assertThat(cls.shape()).containsExactly(sources.size(), TinyCorpora.HIDDEN);
    assertThat(floats(cls)).isEqualTo(each(sources, w -> teacher.cls(List.of(w))));
  }

  /** The batch's rows at these positions of the last layer's rows. */
  private static int[] lastRows(Map<String, Tensor> in, String places) {
    int[] rows = in.get(TaggerGraph.LAST_ROWS).toInts();
    return Arrays.stream(in.get(places).toInts()).map(p -> rows[p]).toArray();
  }

  private interface Read {
    float[] of(Window window);
  }

  private static List<Float> each(List<Window> windows, Read read) {
    List<Float> all = new ArrayList<>();
    windows.forEach(w -> all.addAll(list(read.of(w))));
    return all;
  }

  private static List<Float> floats(Tensor t) {
    return list(t.toFloats());
  }

  private static List<Float> list(float[] values) {
    List<Float> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void anEpochIsAPassOverTheTarget() {
    Distillation method = method(MSD, 1);
    assertThat(method.stepsPerEpoch()).isEqualTo(3);
    List<Window> seen = new ArrayList<>();
    try (Inputs inputs = new Inputs()) {
      for (int step = 0; step < 3; step++) {
        method.fill(step, inputs);
        seen.addAll(Parts.of(inputs.tensors()).of(TARGET));
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(TARGET.windows());
  }

  @Test
  void sentencesAreThoseOfTheBatches() {
    for (Distillation.Coefficients coefficients : List.of(MSD, TSL)) {
      Distillation method = method(coefficients, 1);
      long sum = 0;
      try (Inputs inputs = new Inputs()) {
        for (int step = 0; step < 8; step++) {
          assertThat(method.sentences(step)).isEqualTo(sum);
          sum += method.fill(step, inputs).sentences();
        }
      }
    }
  }

  @Test
  void batchesDependOnSeedAndStepAlone() {
    Distillation onwards = method(MSD, 1);
    try (Inputs there = new Inputs();
        Inputs jumped = new Inputs();
        Inputs other = new Inputs()) {
      for (int step = 0; step <= 11; step++) {
        onwards.fill(step, there);
      }
      method(MSD, 1).fill(11, jumped);
      method(MSD, 2).fill(11, other);
      assertThat(TinyCorpora.contents(jumped)).isEqualTo(TinyCorpora.contents(there));
      assertThat(TinyCorpora.contents(other)).isNotEqualTo(TinyCorpora.contents(there));
      onwards.fill(2, there);
      method(MSD, 1).fill(2, jumped);
      assertThat(TinyCorpora.contents(jumped)).isEqualTo(TinyCorpora.contents(there));
    }
  }

  /**
   * Source and target with the same number of sentences must be shuffled differently, since they
   * may be translations of each other.
   */
  @Test
  void partnersAreDrawnOnTheirOwn(@TempDir Path own) {
    WindowedText left = TinyCorpora.corpus(numbered("Ana"));
    WindowedText right = TinyCorpora.corpus(numbered("Wien"));
    try (Parameters parameters = TinyCorpora.parameters();
        Inputs inputs = new Inputs();
        TeacherOutputs outputs = outputs(parameters, left, right, own.resolve("t.safetensors"))) {
      Distillation method = new Distillation(left, right, outputs, MSD, Map.of(1, 1, 2, 2), 2, 1);
      int together = 0;
      for (int step = 0; step < method.stepsPerEpoch(); step++) {
        method.fill(step, inputs);
        int[] offsets = inputs.tensors().get(TaggerGraph.OFFSETS).toInts();
        int[] ids = inputs.tensors().get(TaggerGraph.IDS).toInts();
        Set<List<Integer>> targets = new HashSet<>();
        for (int b = 0; b < 4; b++) {
          List<Integer> number =
              Arrays.stream(ids, offsets[b] + 2, offsets[b + 1]).boxed().toList();
          together += b >= 2 && targets.contains(number) ? 1 : 0;
          targets.add(number);
        }
      }
      assertThat(together).as("of 32 sentences paired with their like").isLessThan(10);
    }
  }

  /** Sentences of a word and a number in binary. */
  private static List<Sentence> numbered(String word) {
    return IntStream.range(0, 32)
        .mapToObj(
            i -> {
              List<String> words = new ArrayList<>(List.of(word));
              IntStream.range(0, 5).forEach(bit -> words.add((i >> bit & 1) == 0 ? "ide" : "u"));
              return Sentence.ofWords(words);
            })
        .toList();
  }
}

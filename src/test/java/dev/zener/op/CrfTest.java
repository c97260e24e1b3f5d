package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.ElementType;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Agreement;
import dev.zener.testing.Close;
import dev.zener.testing.GoldenOp;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CrfTest {
  private final Random random = new Random(31);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "sharp"})
  void equalsPyTorch(String name) {
    GoldenOp.check(
        "tagging",
        "crf." + name + ".",
        g -> {
          Operand[] in = {
            g.in("emissions"), g.in("transitions"), g.in("start"), g.in("end"), g.ints("offsets"),
          };
          Operand[] labelled = append(in, g.ints("labels"));
          g.output("loss", g.run(new Crf(), labelled)[0]);
          g.output("marginals", g.run(new Crf.Marginals(), in)[0]);
          double[][] d = g.run(new Crf.Backward(), append(labelled, g.in("dloss")));
          g.gradient("demissions", d[0]);
          g.gradient("dtransitions", d[1]);
          g.gradient("dstart", d[2]);
          g.gradient("dend", d[3]);
        });
  }

  /** Every sequence of labels is enumerated, in double. */
  @ParameterizedTest
  @CsvSource({
    "1, '1 3 2'",
    "2, '1 2 3 4 5'",
    "3, '5 0 1 4 2 0 3'",
    "4, '1'",
    "4, '0 0 5 0'",
    "5, '2 5'",
  })
  void equalsTheSumOverAllSequences(int c, String text) {
    for (double deviation : new double[] {1, 20, 1e4}) {
      int[] lengths = lengths(text);
      int words = Arrays.stream(lengths).sum();
      checkSequences(
          inputs(c, deviation, lengths), random.ints(words, 0, c).toArray(), lengths, 0.7);
    }
  }

  /** Whatever is forbidden has the probability 0. */
  @Test
  void scoresMayForbidLabelsAndTransitions() {
    int[] lengths = {1, 4, 3, 5};
    Operand[] in = inputs(3, 1, lengths);
    double never = Double.NEGATIVE_INFINITY;
    for (int[] t : new int[][] {{0, 1}, {2, 2}, {1, 0}}) {
      in[1].values()[t[0] * 3 + t[1]] = never;
    }
    in[2].values()[1] = never;
    in[3].values()[2] = never;
    in[0].values()[3 * 3 + 1] = never;
    int[] labels = {0, 0, 2, 0, 0, 0, 0, 0, 2, 1, 2, 0, 0};
    checkSequences(in, labels, lengths, 1);
  }

  /** Sums of exponentials of these scores underflow unless they are computed from logarithms. */
  @Test
  void anUnlikelyBeginningMayBecomeTheBest() {
    double[] emissions = {0, -900, -900, 0, -2000, 0, 0, -900, 0, 0};
    Operand[] in = {
      Operand.floats(emissions, 5, 2),
      Operand.floats(new double[] {-800, -1500, -1000, 0}, 2, 2),
      Operand.floats(new double[] {0, -750}, 2),
      Operand.floats(new double[] {-3000, 0}, 2),
      Operand.offsets(5),
    };
    checkSequences(in, new int[] {0, 1, 1, 0, 1}, new int[] {5}, 1);
  }

  private static void checkSequences(Operand[] in, int[] labels, int[] lengths, double dloss) {
    AllSequences all = new AllSequences(in, labels, lengths);
    Operand[] labelled = append(in, Operand.ints(labels));
    double[] loss = OpRun.reference(new Crf(), labelled)[0];
    Close.check("loss", loss, new double[] {all.loss}, 1e-9, 1e-9);
    Close.check("p", OpRun.reference(new Crf.Marginals(), in)[0], all.p, 1e-9, 0);
    double[] best = Arrays.stream(all.best).asDoubleStream().toArray();
    assertThat(OpRun.reference(new Crf.Viterbi(), in)[0]).containsExactly(best);
    double[][] d = OpRun.reference(new Crf.Backward(), append(labelled, Operand.scalar(dloss)));
    for (int i = 0; i < d.length; i++) {
      double[] truth = Arrays.stream(all.gradients[i]).map(v -> v * dloss).toArray();
      Close.check("gradient " + i, d[i], truth, 1e-9, 1e-9);
    }
  }

  /** The values of the ops by enumeration. */
  private static final class AllSequences {
    private final double[][] in;
    private final int c;
    final double[] p;
    final int[] best;
    final double[][] gradients;
    double loss;

    AllSequences(Operand[] operands, int[] labels, int[] lengths) {
      in = Arrays.stream(operands, 0, 4).map(Operand::values).toArray(double[][]::new);
      c = in[2].length;
      p = new double[in[0].length];
      best = new int[labels.length];
      gradients = Arrays.stream(in).map(x -> new double[x.length]).toArray(double[][]::new);
      double share = 1.0 / Arrays.stream(lengths).filter(n -> n > 0).count();
      int[] starts = Operand.starts(lengths);
      for (int b = 0; b < lengths.length; b++) {
        if (lengths[b] > 0) {
          sentence(starts[b], Arrays.copyOfRange(labels, starts[b], starts[b + 1]), share);
        }
      }
    }

    private void sentence(int first, int[] labels, double share) {
      int[][] sequences =
          IntStream.range(0, (int) Math.pow(c, labels.length))
              .mapToObj(code -> decoded(code, labels.length))
              .toArray(int[][]::new);
      double[] scores = Arrays.stream(sequences).mapToDouble(y -> score(first, y)).toArray();
      int top = 0; // later sequences are larger if compared from the last word
      for (int s = 0; s < scores.length; s++) {
        top = scores[s] > scores[top] ? s : top;
      }
      System.arraycopy(sequences[top], 0, best, first, labels.length);
      double max = scores[top];
      double sum = Arrays.stream(scores).map(x -> Math.exp(x - max)).sum();
      double lse = max + Math.log(sum);
      loss += share * (lse - score(first, labels));
      for (int s = 0; s < scores.length; s++) {
        double probability = Math.exp(scores[s] - max) / sum;
        count(first, sequences[s], share * probability, probability);
      }
      count(first, labels, -share, 0);
    }

    /** The first word's label is the lowest digit of the code in base C. */
    private int[] decoded(int code, int words) {
      int[] y = new int[words];
      for (int w = 0, rest = code; w < words; w++, rest /= c) {
        y[w] = rest % c;
      }
      return y;
    }

    private double score(int first, int[] y) {
      double score = in[2][y[0]] + in[3][y[y.length - 1]];
      for (int w = 0; w < y.length; w++) {
        score += in[0][(first + w) * c + y[w]];
        score += w == 0 ? 0 : in[1][y[w - 1] * c + y[w]];
      }
      return score;
    }

    private void count(int first, int[] y, double gradient, double probability) {
      gradients[2][y[0]] += gradient;
      gradients[3][y[y.length - 1]] += gradient;
      for (int w = 0; w < y.length; w++) {
        gradients[0][(first + w) * c + y[w]] += gradient;
        p[(first + w) * c + y[w]] += probability;
        if (w > 0) {
          gradients[1][y[w - 1] * c + y[w]] += gradient;
        }
      }
    }
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new Crf(),
        (graph, in) -> {
          Crf.Chain chain = new Crf.Chain(in[0], in[1], in[2], in[3], in[4]);
          return new Crf(graph, chain, in[5]).outputVariables();
        },
        append(inputs(3, 1, 2, 0, 4, 1), Operand.ints(random, 7, 3)));
  }

  /** Worked by hand: all sequences have the score 0, so each of 2² has the probability 1/4. */
  @Test
  void equalScoresHaveEqualProbabilities() {
    Operand[] in = {
      Operand.floats(new double[4], 2, 2),
      Operand.floats(new double[4], 2, 2),
      Operand.floats(new double[2], 2),
      Operand.floats(new double[2], 2),
      Operand.offsets(2),
    };
    Operand[] labelled = append(in, Operand.ints(1, 0));
    assertThat(OpRun.reference(new Crf(), labelled)[0][0]).isEqualTo(Math.log(4));
    assertThat(OpRun.reference(new Crf.Marginals(), in)[0]).containsExactly(.5, .5, .5, .5);
    assertThat(OpRun.reference(new Crf.Viterbi(), in)[0]).containsExactly(0, 0);
    double[][] d = OpRun.reference(new Crf.Backward(), append(labelled, Operand.scalar(1)));
    assertThat(d[0]).containsExactly(.5, -.5, -.5, .5);
    assertThat(d[1]).containsExactly(.25, .25, -.75, .25);
    assertThat(d[2]).containsExactly(.5, -.5);
    assertThat(d[3]).containsExactly(-.5, .5);
  }

  /** 0 1 and 1 0 have the score 1, all others 0: the last label decides. */
  @Test
  void ofEqualSequencesTheOneWithTheSmallerLastLabelIsBest() {
    Operand[] in = {
      Operand.floats(new double[4], 2, 2),
      Operand.floats(new double[] {0, 1, 1, 0}, 2, 2),
      Operand.floats(new double[2], 2),
      Operand.floats(new double[2], 2),
      Operand.offsets(2),
    };
    assertThat(OpRun.reference(new Crf.Viterbi(), in)[0]).containsExactly(1, 0);
    Agreement.forward(new Crf.Viterbi(), in);
  }

  /** The chain of one word is CrossEntropy of the sum of its scores. */
  @Test
  void oneWordHasTheLossOfASoftmax() {
    Operand[] in = inputs(7, 2, 1);
    double[] logits =
        IntStream.range(0, 7)
            .mapToDouble(j -> in[0].values()[j] + in[2].values()[j] + in[3].values()[j])
            .toArray();
    Operand label = Operand.ints(3);
    double[] truth = OpRun.reference(new CrossEntropy(), Operand.floats(logits, 1, 7), label)[0];
    Close.check("loss", OpRun.reference(new Crf(), append(in, label))[0], truth, 1e-12, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "2, '3 1 2'",
    "7, '22 0 5 1 40'",
    "9, '33 7 0'",
    "25, '22 22 3'",
    "31, '5'",
    "32, '12 1'",
    "33, '6 9'",
    "64, '17 3'",
    "77, '4 6'",
    "130, '3 2'",
  })
  void everyBackendAgreesWithTheReference(int c, String text) {
    agree(inputs(c, 1.5, lengths(text)), Arrays.stream(lengths(text)).sum(), c);
  }

  @Test
  void everyBackendAgreesForManySentences() {
    int[] lengths = random.ints(300, 0, 6).toArray();
    agree(inputs(5, 1, lengths), Arrays.stream(lengths).sum(), 5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 1e4})
  void everyBackendAgreesForLargeScores(double deviation) {
    agree(inputs(6, deviation, 9, 4, 1), 14, 6);
  }

  @Test
  void aSingleLabelIsCertain() {
    Operand[] in = inputs(1, 1, 3, 1);
    Operand[] labelled = append(in, Operand.ints(0, 0, 0, 0));
    List<Backend> all = new ArrayList<>(Agreement.others());
    all.add(Backends.choose("reference"));
    for (Backend backend : all) {
      double[] loss = OpRun.run(new Crf(), backend, ElementType.FLOAT32, labelled)[0];
      assertThat(loss[0]).isBetween(-1e-6, 1e-6);
      double[] p = OpRun.run(new Crf.Marginals(), backend, ElementType.FLOAT32, in)[0];
      Close.check("p", p, new double[] {1, 1, 1, 1}, 1e-6, 0);
      double[] best = OpRun.run(new Crf.Viterbi(), backend, ElementType.FLOAT32, in)[0];
      assertThat(best).containsExactly(0, 0, 0, 0);
    }
  }

  private void agree(Operand[] in, int words, int c) {
    Operand[] labelled = append(in, Operand.ints(random, words, c));
    Agreement.forward(new Crf(), labelled);
    Agreement.gradient(new Crf.Backward(), append(labelled, Operand.scalar(0.7)));
    Agreement.forward(new Crf.Marginals(), in);
    Agreement.forward(new Crf.Viterbi(), in);
  }

  /** The sum over all sequences of 700 words is larger than any double. */
  @ParameterizedTest
  @ValueSource(doubles = {1, 1e4})
  void aLongSentenceNeitherOverflowsNorUnderflows(double deviation) {
    int c = 5;
    int words = 700;
    Operand[] in = inputs(c, deviation, words);
    agree(in, words, c);
    for (ElementType type : new ElementType[] {ElementType.FLOAT64, ElementType.FLOAT32}) {
      double[] p = OpRun.run(new Crf.Marginals(), Backends.choose("reference"), type, in)[0];
      for (int w = 0; w < words; w++) {
        double sum = Arrays.stream(p, w * c, (w + 1) * c).sum();
        assertThat(sum).isBetween(1 - 1e-6, 1 + 1e-6);
      }
    }
  }

  /** Equal transitions leave the words independent, so the loss is a sum of softmax losses. */
  @Test
  void aLongSentenceWithoutTransitionsIsASumOfSoftmaxLosses() {
    Operand[] in = inputs(4, 3, 2000);
    for (int i = 1; i < 4; i++) {
      Arrays.fill(in[i].values(), 0);
    }
    Operand labels = Operand.ints(random, 2000, 4);
    double[] truth = OpRun.reference(new CrossEntropy(), in[0], labels)[0];
    double[] loss = OpRun.reference(new Crf(), append(in, labels))[0];
    assertThat(loss[0] / 2000).isBetween(truth[0] * (1 - 1e-12), truth[0] * (1 + 1e-12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0 0 0"})
  void withoutWordsTheLossIsZero(String text) {
    Operand[] in = inputs(3, 1, lengths(text));
    agree(in, 0, 3);
    Operand[] labelled = append(in, Operand.ints());
    assertThat(OpRun.reference(new Crf(), labelled)[0]).containsExactly(0);
    double[][] d = OpRun.reference(new Crf.Backward(), append(labelled, Operand.scalar(1)));
    assertThat(d[1]).containsOnly(0);
    assertThat(d[2]).containsOnly(0);
    assertThat(d[3]).containsOnly(0);
  }

  @Test
  void runsInNd4j() {
    Operand[] in = inputs(3, 1, 2, 3);
    Operand[] labelled = append(in, Operand.ints(2, 0, 1, 1, 0));
    NdExec.check(Crf::new, labelled);
    NdExec.check(Crf.Backward::new, append(labelled, Operand.scalar(0.5)));
    NdExec.check(Crf.Viterbi::new, in);
    NdExec.check(Crf.Marginals::new, in);
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand[] in = inputs(3, 1, 2, 3);
    String takes = "takes emissions [W,C], transitions [C,C], start [C], end [C], offsets [B+1]";
    Operand[] four = append(in, Operand.ints(0, 0, 0, 0));
    assertThatThrownBy(() -> OpRun.reference(new Crf(), four))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "zener_crf: " + takes + ", labels [W], given [[5, 3], [3, 3], [3], [3], [3], [4]]");
    for (int i = 1; i < 4; i++) {
      Operand[] wrong = in.clone();
      wrong[i] = Operand.normal(random, 4);
      assertThatThrownBy(() -> OpRun.reference(new Crf.Viterbi(), wrong))
          .hasMessageStartingWith("zener_crf_viterbi: " + takes);
      assertThatThrownBy(() -> OpRun.reference(new Crf.Marginals(), wrong))
          .hasMessageStartingWith("zener_crf_marginals: " + takes);
    }
    assertThatThrownBy(() -> OpRun.reference(new Crf.Backward(), append(in, in)))
        .hasMessageStartingWith("zener_crf_backward: " + takes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cuda"})
  void namesALabelThatIsNoneAndItsRow(String device) {
    if (Backends.missing(device).isPresent()) {
      return;
    }
    Operand[] in = inputs(3, 1, 2, 2);
    for (int label : new int[] {-1, 3}) {
      Operand[] labelled = append(in, Operand.ints(0, 2, label, 1));
      String message = "label " + label + " in row 2; allowed: 0 to 2";
      assertThatThrownBy(() -> run(new Crf(), device, labelled))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      Operand[] all = append(labelled, Operand.scalar(1));
      assertThatThrownBy(() -> run(new Crf.Backward(), device, all)).hasMessage(message);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"reference", "cuda"})
  void refusesOffsetsThatDoNotAscend(String device) {
    if (Backends.missing(device).isPresent()) {
      return;
    }
    Operand[] in = inputs(3, 1, 2, 2);
    in[4] = Operand.ints(0, 3, 2, 4);
    assertThatThrownBy(() -> run(new Crf.Viterbi(), device, in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offset 2 at place 2; allowed: ascending from 0");
    in[4] = Operand.ints(0, 5);
    assertThatThrownBy(() -> run(new Crf.Marginals(), device, in))
        .hasMessage("offsets end at 5; the packed batch has 4 rows");
  }

  private static void run(Op op, String device, Operand... in) {
    OpRun.run(op, Backends.choose(device), ElementType.FLOAT32, in);
  }

  /** Emissions, transitions, start, end and offsets for sentences of these lengths. */
  private Operand[] inputs(int c, double deviation, int... lengths) {
    return new Operand[] {
      Operand.gaussian(random, 0, deviation, Arrays.stream(lengths).sum(), c),
      Operand.gaussian(random, 0, deviation, c, c),
      Operand.gaussian(random, 0, deviation, c),
      Operand.gaussian(random, 0, deviation, c),
      Operand.offsets(lengths)
    };
  }

  private static Operand[] append(Operand[] in, Operand... more) {
    Operand[] all = Arrays.copyOf(in, in.length + more.length);
    System.arraycopy(more, 0, all, in.length, more.length);
    return all;
  }

  private static int[] lengths(String text) {
    return Arrays.stream(text.split(" "))
        .filter(s -> !s.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}

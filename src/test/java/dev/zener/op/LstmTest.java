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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

@Tag("slow")
class LstmTest {
  private static final Lstm TRAINED = new Lstm(true);
  private static final String[] WEIGHTS = {
    "forward.wx", "forward.wh", "forward.b", "backward.wx", "backward.wh", "backward.b"
  };

  private final Random random = new Random(29);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "wide", "single"})
  void equalsPyTorch(String name) {
    GoldenOp.check(
        "lstm",
        name + ".",
        g -> {
          Operand[] in = new Operand[8];
          in[0] = g.in("x");
          in[1] = g.ints("offsets");
          Arrays.setAll(in, i -> i < 2 ? in[i] : g.in(WEIGHTS[i - 2]));
          double[][] y = g.run(TRAINED, in);
          g.output("y", y[0]);
          g.output("last", y[1]);
          double[][] d =
              g.run(new Lstm.Backward(true, true), backward(y, in, g.in("dy"), g.in("dlast")));
          g.gradient("dx", d[0]);
          for (int i = 0; i < WEIGHTS.length; i++) {
            g.gradient("d" + WEIGHTS[i], d[i + 1]);
          }
        });
  }

  /** The inputs of the gradient op. */
  private static Operand[] backward(double[][] y, Operand[] in, Operand... gradients) {
    long n = in[0].shape()[0];
    long h = in[3].shape()[1];
    List<Operand> all = new ArrayList<>(List.of(in[0], in[1], in[2], in[3], in[5], in[6]));
    all.add(Operand.floats(y[0], n, 2 * h));
    all.add(Operand.floats(y[2], n, 8 * h));
    all.add(Operand.floats(y[3], n, 2 * h));
    all.addAll(List.of(gradients));
    return all.toArray(Operand[]::new);
  }

  /** One input of one number, with weights that make the steps easy to compute. */
  @Test
  void equalsStepsWorkedByHand() {
    double[] wx = {0, 0, 1, 0}; // i = f = 1/2, o = 1/2, g = tanh(x + h')
    double[] wh = {0, 0, 1, 0};
    Operand[] in = {
      Operand.floats(new double[] {1, -2}, 2, 1),
      Operand.offsets(2),
      Operand.floats(wx, 4, 1),
      Operand.floats(wh, 4, 1),
      Operand.floats(new double[4], 4),
      Operand.floats(wx, 4, 1),
      Operand.floats(wh, 4, 1),
      Operand.floats(new double[4], 4)
    };
    double c1 = Math.tanh(1) / 2;
    double h1 = Math.tanh(c1) / 2;
    double h2 = Math.tanh(c1 / 2 + Math.tanh(-2 + h1) / 2) / 2;
    double b1 = Math.tanh(-2) / 2; // the cell of the backward direction after the last row
    double k1 = Math.tanh(b1) / 2;
    double k2 = Math.tanh(b1 / 2 + Math.tanh(1 + k1) / 2) / 2;
    double[][] y = OpRun.reference(TRAINED, in);
    Close.check("y", y[0], new double[] {h1, k2, h2, k1}, 1e-15, 0);
    Close.check("last", y[1], new double[] {h2, k2}, 1e-15, 0);
  }

  @Test
  void gradientIsThatOfDifferences() {
    Operand[] in = inputs(3, 2, 2, 1, 0, 3);
    GradientCheck.check(TRAINED, (graph, x) -> outputs(graph, x), in);
    GradientCheck.check(
        changed -> OpRun.reference(TRAINED, changed)[1],
        (graph, x) -> new SDVariable[] {outputs(graph, x)[1]},
        in);
  }

  @Test
  void bothOutputsHaveTheGradientOfDifferences() {
    GradientCheck.check(
        changed -> {
          double[][] y = OpRun.reference(TRAINED, changed);
          double[] both = Arrays.copyOf(y[0], y[0].length + y[1].length);
          System.arraycopy(y[1], 0, both, y[0].length, y[1].length);
          return both;
        },
        (graph, x) -> {
          SDVariable[] y = outputs(graph, x);
          return new SDVariable[] {graph.concat(0, y[0], y[1])};
        },
        inputs(2, 3, 1, 3, 2));
  }

  @Test
  void sharedCellsHaveTheGradientOfDifferences() {
    Operand[] in = Arrays.copyOf(inputs(3, 2, 2, 3), 5);
    GradientCheck.check(
        changed -> OpRun.reference(TRAINED, shared(changed))[0],
        (graph, x) -> {
          Lstm.Cell cell = new Lstm.Cell(x[2], x[3], x[4]);
          return new Lstm(graph, x[0], x[1], cell, cell).outputVariables();
        },
        in);
  }

  private static Operand[] shared(Operand[] in) {
    return new Operand[] {in[0], in[1], in[2], in[3], in[4], in[2], in[3], in[4]};
  }

  private static SDVariable[] outputs(SameDiff graph, SDVariable[] x) {
    Lstm.Cell forward = new Lstm.Cell(x[2], x[3], x[4]);
    Lstm.Cell backward = new Lstm.Cell(x[5], x[6], x[7]);
    return new Lstm(graph, x[0], x[1], forward, backward).outputVariables();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, '1'",
    "1, 3, '2'",
    "7, 5, '2 1 3'",
    "33, 31, '11 1 13'",
    "3, 65, '4 0 5 1 1'",
    "5, 25, '3 0 5 2 1 1'",
    "66, 40, '9 3 12 7'",
    "2, 3, '0 0'",
    "2, 3, ''"
  })
  void everyBackendAgreesWithTheReference(int inputs, int hidden, String lengths) {
    Operand[] in = inputs(inputs, hidden, lengths(lengths));
    Agreement.forward(TRAINED, in);
    Agreement.forward(new Lstm(false), in);
    double[][] y = OpRun.reference(TRAINED, in);
    Operand dy = Operand.normal(random, in[0].shape()[0], 2L * hidden);
    Operand dlast = Operand.normal(random, in[1].shape()[0] - 1, 2L * hidden);
    Agreement.gradient(new Lstm.Backward(true, true), backward(y, in, dy, dlast));
    Agreement.gradient(new Lstm.Backward(true, false), backward(y, in, dy));
    Agreement.gradient(new Lstm.Backward(false, true), backward(y, in, dlast));
  }

  /** More sequences than a backend handles at a time. */
  @Test
  void manySequencesAgreeWithTheReference() {
    int[] lengths = random.ints(1400, 0, 4).toArray();
    Operand[] in = inputs(2, 5, lengths);
    Agreement.forward(TRAINED, in);
    double[][] y = OpRun.reference(TRAINED, in);
    Operand dlast = Operand.normal(random, lengths.length, 10);
    Agreement.gradient(new Lstm.Backward(false, true), backward(y, in, dlast));
  }

  @Test
  void saturatedGatesStayFinite() {
    Operand[] in = inputs(4, 6, 9, 2);
    in[0] = Operand.gaussian(random, 0, 500, 11, 4);
    Agreement.forward(TRAINED, in);
    double[][] y = OpRun.reference(TRAINED, in);
    Agreement.gradient(
        new Lstm.Backward(true, false), backward(y, in, Operand.normal(random, 11, 12)));
    assertThat(Arrays.stream(y[0])).allMatch(Double::isFinite);
  }

  /** A sequence has the same results whatever the other sequences of its batch are. */
  @Test
  void aSequenceDoesNotDependOnTheOthers() {
    Operand[] in = inputs(3, 2, 4, 2);
    double[] x = in[0].values();
    Operand[] alone = in.clone();
    alone[0] = Operand.floats(Arrays.copyOfRange(x, 4 * 3, 6 * 3), 2, 3);
    alone[1] = Operand.offsets(2);
    double[] all = OpRun.reference(TRAINED, in)[0];
    double[] one = OpRun.reference(TRAINED, alone)[0];
    assertThat(one).isEqualTo(Arrays.copyOfRange(all, 4 * 4, 6 * 4));
  }

  /** Batches differ between runs with other limits of memory, and results must not. */
  @ParameterizedTest
  @ValueSource(ints = {7, 25, 100, 200})
  void onTheCpuASequenceHasTheSameBitsInEveryBatch(int hidden) {
    Backend cpu = Backends.choose("onednn");
    Operand[] many = inputs(9, hidden, 5, 3, 5, 1, 4, 5);
    double[] x = many[0].values();
    double[] all = OpRun.run(TRAINED, cpu, ElementType.FLOAT32, many)[0];
    int from = 0;
    for (int length : new int[] {5, 3, 5, 1, 4, 5}) {
      Operand[] alone = many.clone();
      alone[0] = Operand.floats(Arrays.copyOfRange(x, from * 9, (from + length) * 9), length, 9);
      alone[1] = Operand.offsets(length);
      double[] one = OpRun.run(TRAINED, cpu, ElementType.FLOAT32, alone)[0];
      assertThat(one)
          .isEqualTo(Arrays.copyOfRange(all, from * 2 * hidden, (from + length) * 2 * hidden));
      from += length;
    }
  }

  @Test
  void repeatedRowsAreThoseOfTheirCopies() {
    Operand[] different = inputs(4, 3, 3);
    Operand[] in = Arrays.copyOf(different, 9);
    in[1] = Operand.offsets(4, 0, 2);
    in[8] = Operand.ints(2, 0, 2, 1, 0, 0);
    double[] x = different[0].values();
    Operand[] copies = different.clone();
    copies[0] =
        Operand.floats(
            IntStream.of(2, 0, 2, 1, 0, 0)
                .mapToObj(r -> Arrays.copyOfRange(x, r * 4, r * 4 + 4))
                .flatMapToDouble(Arrays::stream)
                .toArray(),
            6,
            4);
    copies[1] = in[1];
    Lstm tagging = new Lstm(false);
    assertThat(OpRun.reference(tagging, in)).isEqualTo(OpRun.reference(tagging, copies));
    Agreement.forward(tagging, in);
    NdExec.check(a -> new Lstm(false, a), in);
  }

  @Test
  void aGraphWithGradientTakesNoRepeatedRows() {
    Operand[] in = Arrays.copyOf(inputs(4, 3, 3), 9);
    in[8] = Operand.ints(2, 0, 2);
    assertThatThrownBy(() -> OpRun.reference(TRAINED, in))
        .hasMessageContaining("zener_lstm: takes x, offsets, and wx, wh, b of both directions");
  }

  @Test
  void runsInNd4j() {
    Operand[] in = inputs(3, 2, 2, 3);
    NdExec.check(x -> new Lstm(true, x), in);
    NdExec.check(x -> new Lstm(false, x), in);
    double[][] y = OpRun.reference(TRAINED, in);
    Operand dy = Operand.normal(random, 5, 4);
    Operand dlast = Operand.normal(random, 2, 4);
    NdExec.check(x -> new Lstm.Backward(true, true, x), backward(y, in, dy, dlast));
  }

  @Test
  void namesWhatDoesNotFit() {
    Operand[] in = inputs(3, 2, 2, 3);
    Operand[] other = in.clone();
    other[2] = Operand.normal(random, 8, 4);
    assertThatThrownBy(() -> OpRun.reference(TRAINED, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "zener_lstm: takes x [N,I], wx [4H,I], wh [4H,H], b [4H], the same for both"
                + " directions, given [[5, 3], [3], [8, 4], [8, 2], [8],");
    other[2] = in[2];
    other[7] = Operand.normal(random, 4);
    assertThatThrownBy(() -> OpRun.reference(TRAINED, other))
        .hasMessageContaining("the same for both directions");
    assertThatThrownBy(() -> OpRun.reference(TRAINED, Arrays.copyOf(in, 7)))
        .hasMessageContaining("zener_lstm: takes x, offsets, and wx, wh, b of both directions");
    double[][] y = OpRun.reference(TRAINED, in);
    Operand wrong = Operand.normal(random, 5, 2);
    assertThatThrownBy(
            () -> OpRun.reference(new Lstm.Backward(true, false), backward(y, in, wrong)))
        .hasMessageContaining("zener_lstm_backward: takes dy [N,2H]");
    assertThatThrownBy(
            () -> OpRun.reference(new Lstm.Backward(false, true), backward(y, in, wrong)))
        .hasMessageContaining("zener_lstm_backward: takes dlast [S,2H]");
  }

  @ParameterizedTest
  @MethodSource("dev.zener.testing.Devices#all")
  void namesOffsetsThatDoNotFit(String device) {
    Operand[] in = inputs(3, 2, 2, 3);
    in[1] = Operand.offsets(2, 4);
    assertThatThrownBy(() -> OpRun.run(TRAINED, Backends.choose(device), ElementType.FLOAT32, in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offsets end at 6; the packed batch has 5 rows");
    in[1] = Operand.ints(0, 3, 2, 5);
    assertThatThrownBy(() -> OpRun.run(TRAINED, Backends.choose(device), ElementType.FLOAT32, in))
        .hasMessage("offset 2 at place 2; allowed: ascending from 0");
  }

  @Test
  void inferenceHasNoGradient() {
    SameDiff graph = SameDiff.create();
    Operand[] in = inputs(3, 2, 2, 3);
    SDVariable[] x = new SDVariable[in.length];
    Arrays.setAll(x, i -> graph.placeHolder("in" + i, org.nd4j.linalg.api.buffer.DataType.FLOAT));
    Lstm.Cell cell = new Lstm.Cell(x[2], x[3], x[4]);
    Lstm op = Lstm.inference(graph, x[0], x[1], cell, cell);
    assertThat(op.getNumOutputs()).isEqualTo(2);
    assertThatThrownBy(() -> op.doDiff(List.of())).hasMessage("zener_lstm has no gradient");
  }

  private Operand[] inputs(int inputs, int hidden, int... lengths) {
    Operand[] in = new Operand[8];
    in[0] = Operand.normal(random, Arrays.stream(lengths).sum(), inputs);
    in[1] = Operand.offsets(lengths);
    for (int direction = 0; direction < 2; direction++) {
      double deviation = 1 / Math.sqrt(hidden);
      in[2 + 3 * direction] = Operand.gaussian(random, 0, deviation, 4L * hidden, inputs);
      in[3 + 3 * direction] = Operand.gaussian(random, 0, deviation, 4L * hidden, hidden);
      in[4 + 3 * direction] = Operand.gaussian(random, 0, deviation, 4L * hidden);
    }
    return in;
  }

  private static int[] lengths(String text) {
    return Arrays.stream(text.split(" "))
        .filter(s -> !s.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}

package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.ElementType;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Agreement;
import dev.zener.testing.Close;
import dev.zener.testing.GoldenOp;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class AttentionTest {
  private static final int SITE = 5;
  private static final double RATE = 0.3;
  private static final Operand COUNTER = Operand.counter(0x123456789ABCDEFL);

  private final Random random = new Random(23);

  @ParameterizedTest
  @ValueSource(strings = {"plain", "sharp"})
  void equalsPyTorch(String name) {
    GoldenOp.check(
        "ops",
        "attention." + name + ".",
        g -> {
          Operand offsets = g.ints("offsets");
          Operand[] in = {g.in("q"), g.in("k"), g.in("v"), offsets, offsets};
          double[][] y = g.run(new Attention(3, 0, 0), in);
          g.output("y", y[0]);
          double[][] d = g.run(new Attention.Backward(3, 0, 0), backward(y, g.in("dy"), 3, in));
          g.gradient("dq", d[0]);
          g.gradient("dk", d[1]);
          g.gradient("dv", d[2]);
        });
  }

  /** The inputs of the gradient op: lse, dy and the inputs of Attention. */
  private static Operand[] backward(double[][] y, Operand dy, int heads, Operand... in) {
    Operand[] all = new Operand[in.length + 2];
    all[0] = Operand.floats(y[1], dy.shape()[0], heads);
    all[1] = dy;
    System.arraycopy(in, 0, all, 2, in.length);
    return all;
  }

  @Test
  void gradientIsThatOfDifferences() {
    Operand[] in = inputs(6, new int[] {2, 1, 3}, new int[] {2, 1, 3});
    GradientCheck.check(
        new Attention(2, 0, 0),
        (graph, x) -> new Attention(graph, 2, x[0], x[1], x[2], x[3], x[4]).outputVariables(),
        in);
    GradientCheck.check(
        new Attention(2, SITE, RATE),
        (graph, x) ->
            new Attention(graph, 2, x[0], x[1], x[2], x[3], x[4], x[5], SITE, RATE)
                .outputVariables(),
        dropped(in));
  }

  @Test
  void fewerQueriesThanKeysHaveTheGradientOfDifferences() {
    GradientCheck.check(
        new Attention(2, 0, 0),
        (graph, x) -> new Attention(graph, 2, x[0], x[1], x[2], x[3], x[4]).outputVariables(),
        inputs(4, new int[] {1, 0, 2}, new int[] {2, 1, 3}));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, '1', '1'",
    "1, 7, '2 1 3', '2 1 3'",
    "3, 7, '31 1 33', '31 1 33'",
    "2, 31, '65 129', '65 129'",
    "12, 64, '27 3', '27 3'",
    "5, 2, '1 0 3', '7 2 33'",
    "2, 3, '', ''",
    "3, 5, '127 128 1', '127 128 1'",
    "1, 64, '512 0 2', '512 129 2'",
    "1, 4, '100 1', '1000 3'",
  })
  void everyBackendAgreesWithTheReference(int heads, int size, String queries, String keys) {
    Operand[] in = inputs(heads * size, lengths(queries), lengths(keys));
    agree(new Attention(heads, 0, 0), new Attention.Backward(heads, 0, 0), heads, in);
    agree(
        new Attention(heads, SITE, RATE),
        new Attention.Backward(heads, SITE, RATE),
        heads,
        dropped(in));
  }

  private void agree(Attention forward, Attention.Backward backward, int heads, Operand... in) {
    Agreement.forward(forward, in);
    double[][] y = OpRun.reference(forward, in);
    Agreement.gradient(backward, backward(y, Operand.normal(random, in[0].shape()), heads, in));
  }

  @Test
  void dropoutLeavesTheElementsThatItsNumbersSay() {
    // v is a unit matrix per sentence and head, so y contains the probabilities
    int keys = 7;
    double[] zeros = new double[keys * keys];
    double[] unit = new double[keys * keys];
    IntStream.range(0, keys).forEach(i -> unit[i * keys + i] = 1);
    Operand none = Operand.floats(zeros, keys, keys);
    Operand[] in = {
      none, none, Operand.floats(unit, keys, keys), Operand.offsets(keys), Operand.offsets(keys)
    };
    double[] expected = new double[keys * keys];
    long key = Dropout.key(0x123456789ABCDEFL, SITE);
    for (int i = 0; i < keys; i++) {
      for (int j = 0; j < keys; j++) {
        long element = ((long) i << Attention.KEY_BITS) + j;
        boolean kept = Dropout.keeps(key, element, Dropout.threshold(RATE));
        expected[i * keys + j] = kept ? 1 / (1 - RATE) / keys : 0;
      }
    }
    double[] y = OpRun.reference(new Attention(1, SITE, RATE), dropped(in))[0];
    Close.check("probabilities", y, expected, 1e-14, 0);
    assertThat(Arrays.stream(y).filter(p -> p == 0).count()).isBetween(5L, 25L);
  }

  @Test
  void largeScoresDoNotOverflow() {
    Operand q = Operand.gaussian(random, 0, 300, 5, 4);
    Operand v = Operand.normal(random, 5, 4);
    Operand offsets = Operand.offsets(5);
    Agreement.forward(new Attention(1, 0, 0), q, q, v, offsets, offsets);
    double[] y = OpRun.reference(new Attention(1, 0, 0), q, q, v, offsets, offsets)[0];
    assertThat(Arrays.stream(y).allMatch(Double::isFinite)).isTrue();
  }

  @Test
  void runsInNd4j() {
    Operand[] in = inputs(4, new int[] {2, 3}, new int[] {2, 3});
    NdExec.check(x -> new Attention(2, 0, 0, x), in);
    NdExec.check(x -> new Attention(2, SITE, RATE, x), dropped(in));
    double[][] y = OpRun.reference(new Attention(2, SITE, RATE), dropped(in));
    NdExec.check(
        x -> new Attention.Backward(2, SITE, RATE, x),
        backward(y, Operand.normal(random, 5, 4), 2, dropped(in)));
  }

  @Test
  void namesWhatDoesNotFit() {
    Operand[] in = inputs(4, new int[] {2, 3}, new int[] {2, 3});
    assertThatThrownBy(() -> OpRun.reference(new Attention(3, 0, 0), in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("zener_attention: H must be a multiple of A = 3, given [[5, 4],");
    Operand[] other = in.clone();
    other[2] = Operand.normal(random, 4, 4);
    assertThatThrownBy(() -> OpRun.reference(new Attention(2, 0, 0), other))
        .hasMessageContaining("zener_attention: takes q [M,H], k [N,H], v [N,H]");
    Operand y = in[0];
    assertThatThrownBy(
            () -> OpRun.reference(new Attention.Backward(2, 0, 0), y, y, y, y, y, in[3], in[4]))
        .hasMessageContaining("zener_attention_backward: takes lse [M,A], dy [M,H]");
    assertThatThrownBy(() -> new Attention(2, 0, 1)).hasMessageContaining("dropout rate 1.0");
  }

  @ParameterizedTest
  @MethodSource("dev.zener.testing.Devices#all")
  void namesOffsetsThatDoNotFit(String device) {
    Operand[] in = inputs(4, new int[] {2, 3}, new int[] {2, 3});
    in[4] = Operand.offsets(2, 4);
    assertThatThrownBy(
            () ->
                OpRun.run(new Attention(2, 0, 0), Backends.choose(device), ElementType.FLOAT32, in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("offsets end at 6; the packed batch has 5 rows");
    in[4] = Operand.ints(0, 6, 5);
    assertThatThrownBy(
            () ->
                OpRun.run(new Attention(2, 0, 0), Backends.choose(device), ElementType.FLOAT32, in))
        .hasMessage("offset 5 at place 2; allowed: ascending from 0");
  }

  private Operand[] inputs(int hidden, int[] queries, int[] keys) {
    int m = Arrays.stream(queries).sum();
    int n = Arrays.stream(keys).sum();
    return new Operand[] {
      Operand.normal(random, m, hidden),
      Operand.normal(random, n, hidden),
      Operand.normal(random, n, hidden),
      Operand.offsets(queries),
      Operand.offsets(keys)
    };
  }

  private static Operand[] dropped(Operand[] in) {
    Operand[] more = Arrays.copyOf(in, 6);
    more[5] = COUNTER;
    return more;
  }

  private static int[] lengths(String text) {
    return Arrays.stream(text.split(" "))
        .filter(s -> !s.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}

package dev.zener.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.device.ElementType;
import dev.zener.op.backend.Backends;
import dev.zener.testing.Agreement;
import dev.zener.testing.Devices;
import dev.zener.testing.GoldenOp;
import dev.zener.testing.GradientCheck;
import dev.zener.testing.NdExec;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {
  private final Random random = new Random(7);

  @Test
  void equalsPyTorch() {
    GoldenOp.check(
        "ops",
        "embedding.plain.",
        g -> {
          Operand[] in = {
            g.in("word"), g.in("position"), g.in("type"), g.ints("ids"), g.ints("offsets"), null
          };
          double[][] y = g.run(new Embedding(), java.util.Arrays.copyOf(in, 5));
          g.output("y", y[0]);
          in[5] = g.in("dy");
          double[][] d = g.run(new Embedding.Backward(), in);
          g.gradient("dword", d[0]);
          g.gradient("dposition", d[1]);
          g.gradient("dtype", d[2]);
        });
  }

  @Test
  void gradientIsThatOfDifferences() {
    GradientCheck.check(
        new Embedding(),
        (graph, in) -> new Embedding(graph, in[0], in[1], in[2], in[3], in[4]).outputVariables(),
        tables(4, 3, 2, 3, new int[] {3, 1, 0, 2}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 31, 33, 65, 129})
  void everyBackendAgreesWithTheReference(int h) {
    for (int[] lengths : new int[][] {{1}, {2, 7, 1}, {31, 0, 33}, {129, 200}, {}}) {
      Operand[] in = tables(11, 201, 2, h, lengths);
      Agreement.forward(new Embedding(), in);
      List<Operand> more = new ArrayList<>(List.of(in));
      more.add(Operand.normal(random, in[3].shape()[0], h));
      Agreement.gradient(new Embedding.Backward(), more.toArray(Operand[]::new));
    }
  }

  @Test
  void runsInNd4j() {
    Operand[] in = tables(5, 4, 2, 3, new int[] {3, 2});
    NdExec.check(Embedding::new, in);
    List<Operand> more = new ArrayList<>(List.of(in));
    more.add(Operand.normal(random, 5, 3));
    NdExec.check(Embedding.Backward::new, more.toArray(Operand[]::new));
  }

  @Test
  void namesShapesThatDoNotFit() {
    Operand[] in = tables(5, 4, 2, 3, new int[] {3, 2});
    in[1] = Operand.normal(random, 4, 2);
    assertThatThrownBy(() -> OpRun.reference(new Embedding(), in))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("zener_embedding: takes word [V,H]")
        .hasMessageContaining("[[5, 3], [4, 2], [2, 3], [5], [3]]");
  }

  @Test
  void namesASentenceThatIsTooLong() {
    for (String device : Devices.all()) {
      assertThatThrownBy(() -> run(device, tables(5, 4, 2, 3, new int[] {2, 5})))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a sentence of 5 pieces; the model has 4 positions");
    }
  }

  @Test
  void namesAnIdOutsideTheVocabulary() {
    for (String device : Devices.all()) {
      for (int id : new int[] {-1, 5, Integer.MAX_VALUE, 1 << 30}) {
        Operand[] in = tables(5, 4, 2, 4, new int[] {2});
        in[3] = Operand.ints(0, id);
        assertThatThrownBy(() -> run(device, in))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("piece id " + id + "; the model has 5 pieces, ids 0 to 4");
      }
    }
  }

  private static double[][] run(String device, Operand... in) {
    return OpRun.run(new Embedding(), Backends.choose(device), ElementType.FLOAT32, in);
  }

  private Operand[] tables(int v, int p, int t, int h, int[] lengths) {
    int n = java.util.Arrays.stream(lengths).sum();
    return new Operand[] {
      Operand.normal(random, v, h),
      Operand.normal(random, p, h),
      Operand.normal(random, t, h),
      Operand.ints(random, n, v),
      Operand.offsets(lengths)
    };
  }
}

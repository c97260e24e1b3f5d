package dev.zener.op.onednn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Attention;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Operand;
import dev.zener.testing.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bfloat16 results of attention are its float32 results, rounded once. */
class AttentionRoundingTest {
  private static final int HEADS = 3;
  private static final int H = 24;
  private static final double RATE = 0.25;

  private final OneDnnBackend backend = new OneDnnBackend(ElementType.BFLOAT16);

  @BeforeAll
  static void supported() {
    assumeTrue(OneDnnBackend.bfloat16(), "this CPU has no bfloat16");
  }

  @Test
  void sentencesOfManyLengths() {
    int[] lengths = {1, 0, 2, 7, 16, 33, 3};
    check(lengths, lengths);
  }

  @Test
  void aSentenceThatIsWorkedOnInParts() {
    int[] lengths = {5, 301};
    check(lengths, lengths);
  }

  @Test
  void fewerQueriesThanKeys() {
    check(new int[] {0, 2, 1, 0}, new int[] {3, 9, 40, 0});
  }

  private void check(int[] queries, int[] keys) {
    int m = IntStream.of(queries).sum();
    int n = IntStream.of(keys).sum();
    try (Tensors tensors = new Tensors(4)) {
      List<Tensor> in =
          List.of(
              tensors.normal(m, H),
              tensors.normal(n, H),
              tensors.normal(n, H),
              tensors.ints(Operand.starts(queries)),
              tensors.ints(Operand.starts(keys)),
              tensors.counter(77));
      Tensor lse = tensors.of(ElementType.FLOAT32, m, HEADS);
      List<Tensor> exact = tensors(tensors, ElementType.FLOAT32, m, n);
      List<Tensor> small = tensors(tensors, ElementType.BFLOAT16, m, n);
      Op forward = new Attention(HEADS, 3, RATE);
      run(forward, in, exact.get(0), lse);
      run(forward, in, small.get(0), lse);
      List<Tensor> more = new ArrayList<>(List.of(lse, tensors.normal(m, H)));
      more.addAll(in);
      Op backward = new Attention.Backward(HEADS, 3, RATE);
      run(backward, more, exact.get(1), exact.get(2), exact.get(3));
      run(backward, more, small.get(1), small.get(2), small.get(3));
      for (int i = 0; i < exact.size(); i++) {
        assertThat(small.get(i).toDoubles())
            .as(List.of("y", "dq", "dk", "dv").get(i))
            .isEqualTo(tensors.rounded(exact.get(i)));
      }
    }
  }

  /** Tensors for y, dq, dk and dv, filled with values that must be overwritten. */
  private static List<Tensor> tensors(Tensors tensors, ElementType type, int m, int n) {
    List<Tensor> all =
        List.of(
            tensors.of(type, m, H),
            tensors.of(type, m, H),
            tensors.of(type, n, H),
            tensors.of(type, n, H));
    all.forEach(t -> IntStream.range(0, t.size()).forEach(i -> t.set(i, Double.NaN)));
    return all;
  }

  private void run(Op op, List<Tensor> in, Tensor... out) {
    Kernel kernel = backend.kernel(op, ElementType.FLOAT32);
    kernel.run(in.toArray(Tensor[]::new), out);
    kernel.close();
  }
}

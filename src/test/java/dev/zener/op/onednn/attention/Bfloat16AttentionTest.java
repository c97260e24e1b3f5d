package dev.zener.op.onednn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Attention;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Close;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import dev.zener.testing.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares attention of bfloat16 q, k and v with the reference in double for the same numbers. The
 * remaining error comes from rounding the probabilities, whose sum is 1, by at most half a unit in
 * bfloat16's last place, and from rounding the result.
 */
class Bfloat16AttentionTest {
  private static final double HALF = 0x1p-8;

  private final Tensors tensors = new Tensors(5);

  @BeforeAll
  static void supported() {
    assumeTrue(OneDnnBackend.bfloat16(), "this CPU has no bfloat16");
  }

  @AfterEach
  void close() {
    tensors.close();
  }

  @ParameterizedTest
  @CsvSource({"2, 4", "3, 24", "4, 64", "12, 96", "1, 128"})
  void sentencesOfManyLengths(int heads, int hidden) {
    int[] lengths = {1, 0, 2, 7, 8, 16, 33, 3, 130, 1};
    check(heads, hidden, lengths, lengths);
  }

  @Test
  void oneSentence() {
    check(4, 32, new int[] {29}, new int[] {29});
    check(4, 32, new int[] {0}, new int[] {0});
  }

  @Test
  void fewerQueriesThanKeys() {
    check(2, 8, new int[] {0, 2, 1, 0, 5}, new int[] {3, 9, 40, 0, 300});
  }

  private void check(int heads, int hidden, int[] queries, int[] keys) {
    int m = IntStream.of(queries).sum();
    int n = IntStream.of(keys).sum();
    Operand[] in = {
      tensors.rounded(1, m, hidden),
      tensors.rounded(1, n, hidden),
      tensors.rounded(1, n, hidden),
      Operand.offsets(queries),
      Operand.offsets(keys)
    };
    Attention op = new Attention(heads, false);
    double[] truth = OpRun.reference(op, in)[0];
    for (int slack : new int[] {0, 15}) { // rows after the end, filled with NaN
      Tensor[] given = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        boolean matrix = i < 3;
        ElementType type = matrix ? ElementType.BFLOAT16 : ElementType.INT32;
        given[i] = matrix ? behind(slack, in[i].shape()) : tensors.of(type, in[i].shape());
        in[i].fill().accept(given[i]);
      }
      for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.BFLOAT16}) {
        Tensor y = tensors.of(type, m, hidden);
        IntStream.range(0, y.size()).forEach(e -> y.set(e, Double.NaN));
        try (Kernel kernel = new AttentionOneDnn(op)) {
          kernel.run(given, new Tensor[] {y});
        } catch (Exception e) {
          throw new AssertionError(e);
        }
        double share = type == ElementType.FLOAT32 ? HALF : 2 * HALF;
        Close.check(heads + " heads, slack " + slack + ", " + type, y, truth, share, 1e-6);
      }
    }
  }

  /** The rows after the end are unused: their contents must not affect any result. */
  @Test
  void neighboursAreNotSeen() {
    Operand[] alone = {
      tensors.rounded(1, 5, 8), tensors.rounded(1, 5, 8), tensors.rounded(1, 5, 8)
    };
    double[] first = run(alone, 5);
    Operand[] both = new Operand[3];
    for (int i = 0; i < 3; i++) {
      double[] all = Arrays.copyOf(alone[i].values(), 11 * 8);
      Arrays.fill(all, 5 * 8, all.length, 1e4 * (i + 1));
      both[i] = Operand.floats(all, 11, 8);
    }
    assertThat(Arrays.copyOf(run(both, 5, 6), 5 * 8)).isEqualTo(first);
  }

  private double[] run(Operand[] in, int... lengths) {
    Tensor[] given = new Tensor[5];
    for (int i = 0; i < 3; i++) {
      given[i] = behind(15, in[i].shape());
      in[i].fill().accept(given[i]);
    }
    given[3] = tensors.ints(Operand.starts(lengths));
    given[4] = given[3];
    Tensor y = tensors.of(ElementType.FLOAT32, in[0].shape());
    try (Bfloat16Attention kernel = new Bfloat16Attention(new Attention(2, false))) {
      kernel.run(given, new Tensor[] {y});
    }
    return y.toDoubles();
  }

  /** A bfloat16 tensor with additional rows of NaN after its end. */
  private Tensor behind(int rows, long... shape) {
    Tensor all = tensors.of(ElementType.BFLOAT16, shape[0] + rows, shape[1]);
    IntStream.range(0, all.size()).forEach(e -> all.set(e, Double.NaN));
    long bytes = rows * shape[1] * ElementType.BFLOAT16.bytes();
    return Tensor.at(all.address(), ElementType.BFLOAT16, shape).withSlack(bytes);
  }
}

package dev.zener.op.onednn.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.LayerNorm;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bfloat16 results of LayerNorm are its float32 results, rounded once. */
class LayerNormRoundingTest {
  private static final int H = 37;
  private static final double RATE = 0.25;

  private final Tensors tensors = new Tensors(8);
  private final OneDnnBackend backend = new OneDnnBackend(ElementType.BFLOAT16);

  @BeforeAll
  static void supported() {
    assumeTrue(OneDnnBackend.bfloat16(), "this CPU has no bfloat16");
  }

  @AfterEach
  void close() {
    tensors.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 40, 333})
  void yOnceMore(int n) {
    for (LayerNorm op : List.of(new LayerNorm(false, 1e-12), new LayerNorm(1e-12, 3, RATE))) {
      Op rounding = op.rounding(0).orElseThrow();
      assertThat(rounding.rounding(0)).as("once is enough").isEmpty();
      assertThat(op.rounding(1)).isEmpty();
      List<Tensor> in =
          new ArrayList<>(List.of(tensors.normal(n, H), tensors.normal(H), tensors.normal(H)));
      if (op.residual()) {
        in.add(tensors.normal(n, H));
        in.add(tensors.counter(77));
      }
      long[][] shapes =
          rounding.outputShapes(in.stream().map(Tensor::shape).toArray(long[][]::new));
      Tensor[] out = new Tensor[shapes.length];
      for (int i = 0; i < out.length; i++) {
        boolean last = i == out.length - 1;
        out[i] = tensors.of(last ? ElementType.BFLOAT16 : ElementType.FLOAT32, shapes[i]);
      }
      run(rounding, in, out);
      assertThat(out[out.length - 1].toDoubles()).isEqualTo(tensors.rounded(out[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 40, 333})
  void dxInTheTypeOfProducts(int n) {
    LayerNorm.Backward op = new LayerNorm.Backward(3, RATE);
    List<Tensor> in =
        List.of(
            tensors.normal(n, H),
            tensors.normal(H),
            tensors.normal(n),
            tensors.normal(n),
            tensors.normal(n, H),
            tensors.counter(77));
    Tensor exact = tensors.of(ElementType.FLOAT32, n, H);
    Tensor small = tensors.of(ElementType.BFLOAT16, n, H);
    run(op, in, new Tensor[] {null, null, null, exact});
    run(op, in, new Tensor[] {null, null, null, small});
    assertThat(small.toDoubles()).isEqualTo(tensors.rounded(exact));
  }

  private void run(Op op, List<Tensor> in, Tensor[] out) {
    Kernel kernel = backend.kernel(op, ElementType.FLOAT32);
    kernel.run(in.toArray(Tensor[]::new), out);
    kernel.close();
  }
}

package dev.zener.op.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Kernel;
import dev.zener.op.LayerNorm;
import dev.zener.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What LayerNorm gives in bfloat16 is what it gives in float32, rounded once. */
class LayerNormRoundingTest {
  private static final int H = 37;
  private static final double RATE = 0.25;

  private final List<Block> blocks = new ArrayList<>();
  private final Random random = new Random(8);
  private final OneDnnBackend backend = new OneDnnBackend(ElementType.BFLOAT16);

  @BeforeAll
  static void supported() {
    assumeTrue(OneDnnBackend.bfloat16(), "this CPU has no bfloat16");
  }

  @AfterEach
  void close() {
    blocks.forEach(Block::close);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 40, 333})
  void yOnceMore(int n) {
    for (LayerNorm op : List.of(new LayerNorm(false, 1e-12), new LayerNorm(1e-12, 3, RATE))) {
      Op rounding = op.rounding(0).orElseThrow();
      assertThat(rounding.rounding(0)).as("once is enough").isEmpty();
      assertThat(op.rounding(1)).isEmpty();
      List<Tensor> in = new ArrayList<>(List.of(normal(n, H), normal(H), normal(H)));
      if (op.residual()) {
        in.add(normal(n, H));
        in.add(counter());
      }
      long[][] shapes =
          rounding.outputShapes(in.stream().map(Tensor::shape).toArray(long[][]::new));
      Tensor[] out = new Tensor[shapes.length];
      for (int i = 0; i < out.length; i++) {
        boolean last = i == out.length - 1;
        out[i] = tensor(last ? ElementType.BFLOAT16 : ElementType.FLOAT32, shapes[i]);
      }
      run(rounding, in, out);
      assertThat(out[out.length - 1].toDoubles()).isEqualTo(rounded(out[0]));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 17, 40, 333})
  void dxInTheTypeOfProducts(int n) {
    LayerNorm.Backward op = new LayerNorm.Backward(3, RATE);
    List<Tensor> in =
        List.of(normal(n, H), normal(H), normal(n), normal(n), normal(n, H), counter());
    Tensor exact = tensor(ElementType.FLOAT32, n, H);
    Tensor small = tensor(ElementType.BFLOAT16, n, H);
    run(op, in, new Tensor[] {null, null, null, exact});
    run(op, in, new Tensor[] {null, null, null, small});
    assertThat(small.toDoubles()).isEqualTo(rounded(exact));
  }

  private void run(Op op, List<Tensor> in, Tensor[] out) {
    Kernel kernel = backend.kernel(op, ElementType.FLOAT32);
    kernel.run(in.toArray(Tensor[]::new), out);
    kernel.close();
  }

  private double[] rounded(Tensor exact) {
    Tensor t = tensor(ElementType.BFLOAT16, exact.shape());
    t.setDoubles(exact.toDoubles());
    return t.toDoubles();
  }

  private Tensor normal(long... shape) {
    Tensor t = tensor(ElementType.FLOAT32, shape);
    for (int i = 0; i < t.size(); i++) {
      t.set(i, random.nextGaussian());
    }
    return t;
  }

  private Tensor counter() {
    Tensor t = tensor(ElementType.INT64, 1);
    t.longs().put(0, 77);
    return t;
  }

  private Tensor tensor(ElementType type, long... shape) {
    Block block = Block.allocate(Tensor.elements(shape) * type.bytes());
    blocks.add(block);
    return block.tensor(0, type, shape);
  }
}

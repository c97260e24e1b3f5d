package dev.zener.op.onednn.linear;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Linear;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import dev.zener.op.onednn.OneDnnBackend;
import dev.zener.testing.Close;
import dev.zener.testing.OpRun;
import dev.zener.testing.Operand;
import dev.zener.testing.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * With bfloat16 operands, the kernels compute the same as the reference in double with operands
 * rounded to bfloat16. The remaining error is that of float32 and, for a bfloat16 result, half a
 * unit in its last place.
 */
class Bfloat16LinearTest {
  private static final double FLOAT32 = 1e-5;

  /** Half of 2⁻⁷, the distance between bfloat16 numbers from 1 to 2, plus the error of float32. */
  private static final double BFLOAT16 = 0x1p-8 + FLOAT32;

  private final Tensors tensors = new Tensors(3);
  private final Random random = new Random(3);

  @BeforeAll
  static void supported() {
    assumeTrue(OneDnnBackend.bfloat16(), "this CPU has no bfloat16");
  }

  @AfterEach
  void close() {
    tensors.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 7",
    "7, 31, 33",
    "33, 129, 9",
    "65, 64, 130",
    "300, 70, 128",
    "17, 768, 768"
  })
  void forward(int n, int i, int o) {
    Operand[] in = {
      tensors.rounded(1, n, i), tensors.rounded(1 / Math.sqrt(i), o, i), Operand.normal(random, o)
    };
    for (ElementType result : List.of(ElementType.FLOAT32, ElementType.BFLOAT16)) {
      for (boolean gelu : new boolean[] {false, true}) {
        Linear op = new Linear(gelu);
        double[][] truth = OpRun.reference(op, in);
        boolean[] all = new boolean[truth.length];
        Arrays.fill(all, true);
        check("forward", op, new LinearOneDnn(op), types(op, in.length), result, all, truth, in);
        boolean[] first = new boolean[truth.length];
        first[0] = true;
        check("inference", op, new LinearOneDnn(op), types(op, 3), result, first, truth, in);
      }
    }
    Operand[] more = Arrays.copyOf(in, 4);
    more[3] = Operand.normal(random, n, o);
    Linear op = new Linear(false, true);
    double[][] truth = OpRun.reference(op, more);
    boolean[] all = {true};
    Kernel kernel = new LinearOneDnn(op);
    check("sum", op, kernel, types(op, 4), ElementType.FLOAT32, all, truth, more);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 7",
    "7, 31, 33",
    "33, 129, 9",
    "65, 64, 130",
    "300, 70, 128",
    "17, 768, 768"
  })
  void gradients(int n, int i, int o) {
    for (boolean gelu : new boolean[] {false, true}) {
      for (boolean addend : new boolean[] {false, true}) {
        List<Operand> in =
            new ArrayList<>(
                List.of(
                    tensors.rounded(1, n, i),
                    tensors.rounded(1 / Math.sqrt(i), o, i),
                    tensors.rounded(1, n, o)));
        if (gelu) {
          in.add(tensors.rounded(2, n, o));
        }
        if (addend) {
          in.add(Operand.normal(random, n, i));
        }
        gradients(new Linear.Backward(gelu, addend), in.toArray(Operand[]::new));
      }
    }
  }

  private void gradients(Linear.Backward op, Operand... in) {
    double[][] truth = OpRun.reference(op, in);
    for (int only = -1; only < truth.length; only++) {
      boolean[] live = new boolean[truth.length];
      for (int k = 0; k < live.length; k++) {
        live[k] = only < 0 || only == k;
      }
      ElementType result = op.addend() ? ElementType.FLOAT32 : ElementType.BFLOAT16;
      // dz is rounded before the products, which bounds the error of all of them
      check(op, live, result, truth, in);
    }
  }

  private void check(
      Linear.Backward op, boolean[] live, ElementType result, double[][] truth, Operand... in) {
    Tensor[] out = run(new LinearOneDnn.Backward(op), op, types(op, in.length), result, live, in);
    double share = op.gelu() ? 2 * BFLOAT16 : 0;
    for (int k = 0; k < live.length; k++) {
      if (live[k]) {
        double own = out[k].type() == ElementType.BFLOAT16 ? BFLOAT16 : FLOAT32;
        Close.check(
            "gelu " + op.gelu() + " addend " + op.addend() + " output " + k,
            out[k],
            truth[k],
            share + own,
            1e-6);
      }
    }
  }

  private void check(
      String name,
      Op op,
      Kernel kernel,
      ElementType[] types,
      ElementType result,
      boolean[] live,
      double[][] truth,
      Operand... in) {
    Tensor[] out = run(kernel, op, types, result, live, in);
    for (int k = 0; k < live.length; k++) {
      if (live[k]) {
        // if z is kept, y is computed from the rounded z; the slope of GELU is at most 1.13
        double share = result == ElementType.FLOAT32 ? FLOAT32 : 2.2 * BFLOAT16;
        Close.check(name + " output " + k, out[k], truth[k], share, 1e-6);
      }
    }
  }

  private Tensor[] run(
      Kernel kernel,
      Op op,
      ElementType[] types,
      ElementType result,
      boolean[] live,
      Operand... in) {
    Tensor[] inputs = new Tensor[in.length];
    for (int k = 0; k < in.length; k++) {
      inputs[k] = tensors.of(types[k], in[k].shape());
      in[k].fill().accept(inputs[k]);
    }
    long[][] shapes = op.outputShapes(Arrays.stream(in).map(Operand::shape).toArray(long[][]::new));
    Tensor[] outputs = new Tensor[live.length];
    for (int k = 0; k < live.length; k++) {
      boolean product = op.products().contains(k);
      outputs[k] = live[k] ? tensors.of(product ? result : ElementType.FLOAT32, shapes[k]) : null;
    }
    try (kernel) {
      kernel.run(inputs, outputs);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return outputs;
  }

  private static ElementType[] types(Op op, int inputs) {
    ElementType[] types = new ElementType[inputs];
    for (int k = 0; k < inputs; k++) {
      types[k] = op.operands().contains(k) ? ElementType.BFLOAT16 : ElementType.FLOAT32;
    }
    return types;
  }
}

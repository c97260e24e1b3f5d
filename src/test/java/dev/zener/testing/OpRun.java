package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.device.OpenMp;
import dev.zener.device.Tensor;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import dev.zener.op.backend.Kernel;
import java.util.Arrays;

/**
 * Runs the kernel of an op on plain numbers. Every run also checks that the kernel writes every
 * element, that it writes nothing beside its outputs or into its inputs, and that a second call
 * gives the same bits.
 */
public final class OpRun {
  private OpRun() {}

  /** The outputs of the reference kernel in double. */
  public static double[][] reference(Op op, Operand... in) {
    return run(op, Backends.choose("reference"), ElementType.FLOAT64, in);
  }

  /** All outputs of a backend's kernel. */
  public static double[][] run(Op op, Backend backend, ElementType type, Operand... in) {
    boolean[] live = new boolean[shapes(op, in).length];
    Arrays.fill(live, true);
    return run(op, backend, type, live, in);
  }

  /** Those outputs of a backend's kernel that are requested; null for the others. */
  public static double[][] run(
      Op op, Backend backend, ElementType type, boolean[] live, Operand... in) {
    try (OpMemory memory = new OpMemory(backend.memory());
        Kernel kernel = backend.kernel(op, type)) {
      Tensor[] inputs = new Tensor[in.length];
      for (int i = 0; i < in.length; i++) {
        inputs[i] = memory.tensor(in[i].type(type), in[i].shape());
        in[i].fill().accept(inputs[i]);
      }
      long[][] shapes = shapes(op, in);
      Tensor[] outputs = new Tensor[live.length];
      for (int i = 0; i < live.length; i++) {
        ElementType own = op.integers().contains(i) ? ElementType.INT32 : type;
        outputs[i] = live[i] ? memory.tensor(own, shapes[i]) : null;
      }
      byte[][] before = bytes(inputs);
      byte[][] first = call(memory, kernel, inputs, outputs);
      byte[][] second = call(memory, kernel, inputs, outputs);
      assertThat(second).as(op.opName() + " run twice").isDeepEqualTo(first);
      memory.fromDevice(inputs);
      assertThat(bytes(inputs)).as(op.opName() + "'s inputs").isDeepEqualTo(before);
      memory.checkGuards(op.opName());
      return Arrays.stream(outputs)
          .map(t -> t == null ? null : numbers(t))
          .toArray(double[][]::new);
    }
  }

  private static double[] numbers(Tensor t) {
    boolean integers = t.type() == ElementType.INT32;
    return integers ? Arrays.stream(t.toInts()).asDoubleStream().toArray() : t.toDoubles();
  }

  static long[][] shapes(Op op, Operand... in) {
    return op.outputShapes(Arrays.stream(in).map(Operand::shape).toArray(long[][]::new));
  }

  private static byte[][] call(OpMemory memory, Kernel kernel, Tensor[] inputs, Tensor[] outputs) {
    for (Tensor t : outputs) {
      for (int i = 0; t != null && i < t.size(); i++) {
        if (t.type() == ElementType.INT32) {
          t.ints().put(i, Integer.MIN_VALUE);
        } else {
          t.set(i, Double.NaN);
        }
      }
    }
    Tensor[] in = memory.toDevice(inputs);
    Tensor[] out = memory.toDevice(outputs);
    int openMpThreads = OpenMp.single(); // as in a graph
    try {
      kernel.prepare(in, out);
      kernel.run(in, out);
    } finally {
      OpenMp.set(openMpThreads);
    }
    memory.fromDevice(outputs);
    return bytes(outputs);
  }

  private static byte[][] bytes(Tensor[] tensors) {
    byte[][] copies = new byte[tensors.length][];
    for (int i = 0; i < copies.length; i++) {
      Tensor t = tensors[i];
      copies[i] = new byte[t == null ? 0 : t.size() * t.type().bytes()];
      if (t != null) {
        t.bytes().get(copies[i]);
      }
    }
    return copies;
  }
}

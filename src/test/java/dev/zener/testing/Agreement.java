package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.ElementType;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares every backend's float32 kernel with the reference kernel, on the same numbers. */
public final class Agreement {
  private Agreement() {}

  /**
   * Allows an error of 1e-5 of the largest entry for each output of a forward op. Then checks the
   * first output alone.
   */
  public static void forward(Op op, Operand... in) {
    for (Backend backend : others()) {
      alone(op, backend, 0, outputs(op, backend, in), in);
    }
  }

  /**
   * Allows an error of 1e-5 of the largest entry for each output of an op that always computes all
   * of its outputs.
   */
  public static void update(Op op, Operand... in) {
    others().forEach(backend -> outputs(op, backend, in));
  }

  private static double[][] outputs(Op op, Backend backend, Operand... in) {
    double[][] truth = OpRun.run(op, Backends.choose("reference"), ElementType.FLOAT32, in);
    double[][] actual = OpRun.run(op, backend, ElementType.FLOAT32, in);
    for (int i = 0; i < truth.length; i++) {
      Close.check(name(op, backend, i, in), actual[i], truth[i], 1e-5, 0);
    }
    return actual;
  }

  /**
   * Allows an error of 1e-4 of its largest entry, or 1e-6 of the largest entry of all, for each
   * output of a gradient op. Then checks each output as the only one that is computed.
   */
  public static void gradient(Op op, Operand... in) {
    for (Backend backend : others()) {
      double[][] truth = OpRun.run(op, Backends.choose("reference"), ElementType.FLOAT32, in);
      double[][] actual = OpRun.run(op, backend, ElementType.FLOAT32, in);
      double floor = 1e-6 * Arrays.stream(truth).mapToDouble(Close::largest).max().orElseThrow();
      for (int i = 0; i < truth.length; i++) {
        Close.check(name(op, backend, i, in), actual[i], truth[i], 1e-4, floor);
        alone(op, backend, i, actual, in);
      }
    }
    for (int i = 0; i < OpRun.shapes(op, in).length; i++) {
      alone(op, Backends.choose("reference"), i, OpRun.reference(op, in), in);
    }
  }

  /** The backends on this machine except the reference backend. */
  public static List<Backend> others() {
    List<Backend> others = new ArrayList<>();
    for (String word : Backends.CHOICES) {
      boolean other = !word.equals("auto") && !word.equals("reference");
      if (other && Backends.missing(word).isEmpty()) {
        others.add(Backends.choose(word));
      }
    }
    return others;
  }

  /** An output is the same if the other outputs are not computed. */
  private static void alone(Op op, Backend backend, int i, double[][] all, Operand... in) {
    boolean[] live = new boolean[all.length];
    live[i] = true;
    ElementType type =
        backend.name().equals("reference") ? ElementType.FLOAT64 : ElementType.FLOAT32;
    double[][] alone = OpRun.run(op, backend, type, live, in);
    assertThat(alone[i]).as(name(op, backend, i, in) + " alone").isEqualTo(all[i]);
  }

  private static String name(Op op, Backend backend, int output, Operand... in) {
    long[][] shapes = Arrays.stream(in).map(Operand::shape).toArray(long[][]::new);
    return backend.name()
        + " "
        + op.opName()
        + Arrays.deepToString(shapes)
        + " output "
        + output
        + " ";
  }
}

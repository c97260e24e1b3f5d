package dev.zener.testing;

import dev.zener.graph.Gradients;
import dev.zener.op.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares the gradient that {@link Gradients} derives from an op's {@code doDiff} with central
 * differences in double, for Σ y·u with random u, where y is the first output of the op.
 */
public final class GradientCheck {
  /** Adds the op to a graph and returns its outputs. */
  @FunctionalInterface
  public interface Build {
    SDVariable[] outputs(SameDiff graph, SDVariable[] inputs);
  }

  private GradientCheck() {}

  /** Compares with differences of the op's reference kernel. */
  public static void check(Op op, Build build, Operand... in) {
    check(changed -> OpRun.reference(op, changed)[0], build, in);
  }

  /** Compares with differences of any function whose result is the op's first output. */
  public static void check(Function<Operand[], double[]> forward, Build build, Operand... in) {
    double[] upstream = new Random(17).doubles(forward.apply(in).length, 0.5, 1.5).toArray();
    Map<String, INDArray> gradients = gradients(build, in, upstream);
    for (int i = 0; i < in.length; i++) {
      if (!in[i].constant()) {
        double[] actual = gradients.get("in" + i).dup('c').data().asDouble();
        double[] truth = differences(forward, in, i, upstream);
        Close.check("gradient of input " + i, actual, truth, 1e-7, 1e-9);
      }
    }
  }

  private static double[] differences(
      Function<Operand[], double[]> forward, Operand[] in, int i, double[] upstream) {
    double[] x = in[i].values();
    double[] differences = new double[x.length];
    for (int e = 0; e < x.length; e++) {
      double h = 1e-5 * Math.max(1, Math.abs(x[e]));
      double above = dot(forward.apply(with(in, i, e, x[e] + h)), upstream);
      double below = dot(forward.apply(with(in, i, e, x[e] - h)), upstream);
      differences[e] = (above - below) / (2 * h);
    }
    return differences;
  }

  private static Operand[] with(Operand[] in, int i, int element, double value) {
    Operand[] changed = in.clone();
    changed[i] = in[i].with(element, value);
    return changed;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static Map<String, INDArray> gradients(Build build, Operand[] in, double[] upstream) {
    SameDiff graph = SameDiff.create();
    SDVariable[] inputs = new SDVariable[in.length];
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < in.length; i++) {
      INDArray array = NdExec.dense(in[i], DataType.DOUBLE);
      inputs[i] = in[i].constant() ? graph.constant("in" + i, array) : graph.var("in" + i, array);
      if (!in[i].constant()) {
        wanted.add("in" + i);
      }
    }
    SDVariable y = build.outputs(graph, inputs)[0];
    SDVariable u = graph.constant("u", Nd4j.createFromArray(upstream).reshape(y.eval().shape()));
    Map<String, String> names = Gradients.of(graph, y.mul(u).sum().name(), wanted);
    Map<String, INDArray> arrays = graph.output(Map.of(), List.copyOf(names.values()));
    Map<String, INDArray> gradients = new HashMap<>();
    names.forEach((input, gradient) -> gradients.put(input, arrays.get(gradient)));
    return gradients;
  }
}

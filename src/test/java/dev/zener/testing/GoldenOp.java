package dev.zener.testing;

import dev.zener.device.ElementType;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Backends;
import java.util.function.Consumer;

/**
 * A case of a golden file of single ops. It is run by the reference kernel in double, with an
 * allowed error of 1e-9 of each tensor's largest entry, and by every backend in float, with 1e-5,
 * or 1e-4 for gradients.
 */
public final class GoldenOp {
  private final Golden golden;
  private final String prefix;
  private final Backend backend;
  private final ElementType type;

  private GoldenOp(Golden golden, String prefix, Backend backend, ElementType type) {
    this.golden = golden;
    this.prefix = prefix;
    this.backend = backend;
    this.type = type;
  }

  /** Runs {@code test} with a case on every backend. */
  public static void check(String file, String prefix, Consumer<GoldenOp> test) {
    try (Golden golden = new Golden(file)) {
      Backend reference = Backends.choose("reference");
      test.accept(new GoldenOp(golden, prefix, reference, ElementType.FLOAT64));
      test.accept(new GoldenOp(golden, prefix, reference, ElementType.FLOAT32));
      for (Backend backend : Agreement.others()) {
        test.accept(new GoldenOp(golden, prefix, backend, ElementType.FLOAT32));
      }
    }
  }

  /** The outputs for operands that were read from the golden file. */
  public double[][] run(Op op, Operand... in) {
    return OpRun.run(op, backend, type, in);
  }

  /** A golden tensor of floating-point numbers. */
  public Operand in(String name) {
    return Operand.floats(golden.doubles(prefix + name), golden.shape(prefix + name));
  }

  /** A golden tensor of integers. */
  public Operand ints(String name) {
    return Operand.ints(golden.ints(prefix + name));
  }

  /** Fails unless an output equals the golden tensor with this name. */
  public void output(String name, double[] actual) {
    check(name, actual, exact() ? 1e-9 : 1e-5);
  }

  /** Fails unless a gradient equals the golden tensor with this name. */
  public void gradient(String name, double[] actual) {
    check(name, actual, exact() ? 1e-9 : 1e-4);
  }

  private void check(String name, double[] actual, double share) {
    String where = backend.name() + " " + type + " " + prefix + name;
    double floor = exact() ? 1e-12 : 1e-7;
    double[] truth = golden.doubles(prefix + name);
    Close.check(where, actual, truth, share, Close.largest(truth) == 0 ? floor : 0);
  }

  private boolean exact() {
    return type == ElementType.FLOAT64;
  }
}

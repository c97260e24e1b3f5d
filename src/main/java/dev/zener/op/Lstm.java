package dev.zener.op;

import dev.zener.device.Tensor;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A bidirectional LSTM over packed sequences (Hochreiter and Schmidhuber 1997, with forget gates;
 * both directions as in Graves and Schmidhuber 2005). Sequence s has the rows offsets[s] to
 * offsets[s+1] − 1 and may be empty. Nothing is padded or masked.
 *
 * <p>For each row in the order of a direction, with h' and c' of the row before it in that order,
 * or 0 for the first row: z = x wxᵀ + h' whᵀ + b consists of four parts of H columns; i = σ(z₁), f
 * = σ(z₂), g = tanh(z₃), o = σ(z₄); c = f c' + i g; h = o tanh(c). This is the order of the gates
 * in PyTorch, whose two biases are added in b.
 *
 * <p>x [N,I], offsets [S+1] int, wx [4H,I], wh [4H,H], b [4H] of the forward direction, then those
 * of the backward direction → y [N,2H], last [S,2H], and if the graph may have a gradient gates
 * [N,8H] and cells [N,2H]. A row of y has h of the forward direction, then h of the backward
 * direction. A row of last has h of the forward direction after the sequence's last row, then h of
 * the backward direction after its first row; it is 0 if the sequence is empty. A row of gates has
 * i, f, g, o of the forward direction, then of the backward direction, and a row of cells has c in
 * the same way.
 *
 * <p>A graph without gradient may give x as different rows [D,I] and rows [N] int, which of them
 * each row is, as last input. Then x wxᵀ + b is computed once for each different row.
 *
 * <p>Both directions may have the same variables as weights. Their gradients are then added, as
 * those of any variable that is read twice.
 */
public final class Lstm extends Op {
  private static final int WEIGHTS = 3;
  private static final int INPUTS = 2 + 2 * WEIGHTS;

  /** Where rows are among the inputs, if they are. */
  private static final int ROWS = INPUTS;

  /** The weights of one direction: wx [4H,I], wh [4H,H], b [4H]. */
  public record Cell(SDVariable wx, SDVariable wh, SDVariable b) {}

  public Lstm() {}

  /** For a graph that may have a gradient. Integer setting 0: 1 if it may. */
  public Lstm(SameDiff graph, SDVariable x, SDVariable offsets, Cell forward, Cell backward) {
    this(graph, true, x, offsets, forward, backward);
  }

  private Lstm(
      SameDiff graph,
      boolean gradient,
      SDVariable x,
      SDVariable offsets,
      Cell forward,
      Cell backward) {
    this(
        graph,
        gradient,
        x,
        offsets,
        forward.wx(),
        forward.wh(),
        forward.b(),
        backward.wx(),
        backward.wh(),
        backward.b());
  }

  private Lstm(SameDiff graph, boolean gradient, SDVariable... inputs) {
    super(graph, inputs);
    addIArgument(gradient ? 1 : 0);
  }

  /** For a graph without gradient: gates and cells are not stored. */
  public static Lstm inference(
      SameDiff graph, SDVariable x, SDVariable offsets, Cell forward, Cell backward) {
    return new Lstm(graph, false, x, offsets, forward, backward);
  }

  /**
   * For a graph without gradient whose sequences repeat rows of x.
   *
   * @param rows [N] the row of x that each row of the sequences is
   */
  public static Lstm inference(
      SameDiff graph,
      SDVariable x,
      SDVariable rows,
      SDVariable offsets,
      Cell forward,
      Cell backward) {
    return new Lstm(
        graph,
        false,
        x,
        offsets,
        forward.wx(),
        forward.wh(),
        forward.b(),
        backward.wx(),
        backward.wh(),
        backward.b(),
        rows);
  }

  /** For {@code Nd4j.exec}: x, offsets, wx, wh, b forward, wx, wh, b backward, then rows or not. */
  public Lstm(boolean gradient, INDArray... inputs) {
    super(inputs);
    addIArgument(gradient ? 1 : 0);
  }

  /** Whether the graph may have a gradient, for which gates and cells are outputs. */
  public boolean gradient() {
    return integer(0) == 1;
  }

  /** The input rows; null if each row of x occurs once, in order. */
  public static Tensor rows(Tensor[] in) {
    return in.length > ROWS ? in[ROWS] : null;
  }

  /** N, the number of rows of all sequences. */
  public static int count(Tensor[] in) {
    return (in.length > ROWS ? in[ROWS] : in[0]).dim(0);
  }

  @Override
  public int getNumOutputs() {
    return gradient() ? 4 : 2;
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    boolean count = in.length == INPUTS || in.length == INPUTS + 1 && !gradient();
    check(count, "takes x, offsets, and wx, wh, b of both directions", in);
    boolean ranks = in[0].length == 2 && in[1].length == 1 && in[1][0] > 0 && in[3].length == 2;
    check(ranks, "takes x [N,I], offsets [S+1], wx [4H,I], wh [4H,H], b [4H]", in);
    check(in.length == INPUTS || in[ROWS].length == 1, "takes rows [N]", in);
    long n = in.length == INPUTS ? in[0][0] : in[ROWS][0];
    long h = in[3][1];
    boolean fits =
        same(in[2], new long[] {4 * h, in[0][1]})
            && same(in[3], new long[] {4 * h, h})
            && same(in[4], new long[] {4 * h});
    for (int i = 2; fits && i < 2 + WEIGHTS; i++) {
      fits = same(in[i], in[i + WEIGHTS]);
    }
    check(fits, "takes x [N,I], wx [4H,I], wh [4H,H], b [4H], the same for both directions", in);
    long[] y = {n, 2 * h};
    long[] last = {in[1][0] - 1, 2 * h};
    return gradient() ? new long[][] {y, last, {n, 8 * h}, y} : new long[][] {y, last};
  }

  /** The work of x wxᵀ for all rows and of h' whᵀ for all but first rows, in both directions. */
  @Override
  public double flops(Tensor[] in, Tensor[] out) {
    return 2 * (product(in[0].dim(0), in[2]) + product(later(in[1]), in[3]));
  }

  private static double product(double rows, Tensor w) {
    return 2 * rows * w.size();
  }

  /** The number of rows that are not the first of their sequence. */
  private static int later(Tensor offsets) {
    IntBuffer starts = offsets.onHost().ints();
    int later = 0;
    for (int s = 1; s < offsets.size(); s++) {
      later += Math.max(0, starts.get(s) - starts.get(s - 1) - 1);
    }
    return later;
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> gradients) {
    if (!gradient()) {
      return super.doDiff(gradients);
    }
    SDVariable[] out = outputVariables();
    List<SDVariable> inputs =
        new ArrayList<>(
            List.of(arg(0), arg(1), arg(2), arg(3), arg(5), arg(6), out[0], out[2], out[3]));
    SDVariable dy = gradients.get(0);
    SDVariable dlast = gradients.get(1);
    for (SDVariable d : Arrays.asList(dy, dlast)) {
      if (d != null) {
        inputs.add(d);
      }
    }
    Backward backward =
        new Backward(sameDiff, dy != null, dlast != null, inputs.toArray(SDVariable[]::new));
    SDVariable[] d = backward.outputVariables();
    return Arrays.asList(d[0], null, d[1], d[2], d[3], d[4], d[5], d[6]); // offsets have none
  }

  /**
   * In the opposite order of a direction, from dh = dy, plus dlast at the sequence's last row in
   * that order, plus dz wh of the row after it, and from dc = dh o (1 − tanh²(c)), plus dc f of the
   * row after it: dz₁ = dc g i (1 − i), dz₂ = dc c' f (1 − f), dz₃ = dc i (1 − g²), dz₄ = dh
   * tanh(c) o (1 − o). Then dx = Σ dz wx over both directions, dwx = dzᵀ x, dwh = dzᵀ h', db = Σ_n
   * dz.
   *
   * <p>x [N,I], offsets [S+1] int, wx [4H,I] and wh [4H,H] of the forward and the backward
   * direction, y [N,2H], gates [N,8H], cells [N,2H], then dy [N,2H] or dlast [S,2H] or both → dx
   * [N,I], dwx [4H,I], dwh [4H,H], db [4H] of the forward and the backward direction.
   */
  public static final class Backward extends Op {
    private static final int KNOWN = 9;

    public Backward() {}

    Backward(SameDiff graph, boolean dy, boolean dlast, SDVariable... inputs) {
      super(graph, inputs);
      addIArgument(dy ? 1 : 0, dlast ? 1 : 0);
    }

    /** For {@code Nd4j.exec}. Integer settings 0 and 1: 1 if dy and if dlast are among inputs. */
    public Backward(boolean dy, boolean dlast, INDArray... inputs) {
      super(inputs);
      addIArgument(dy ? 1 : 0, dlast ? 1 : 0);
    }

    /** The input dy; null if the loss does not depend on y. */
    public Tensor dy(Tensor[] in) {
      return integer(0) == 1 ? in[KNOWN] : null;
    }

    /** The input dlast; null if the loss does not depend on last. */
    public Tensor dlast(Tensor[] in) {
      return integer(1) == 1 ? in[KNOWN + integer(0)] : null;
    }

    @Override
    public int getNumOutputs() {
      return 1 + 2 * WEIGHTS;
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(
          in.length == KNOWN + integer(0) + integer(1),
          "takes x, offsets, wx, wh, wx, wh, y, gates, cells, and the gradients it has",
          in);
      long[] b = {in[3].length == 2 ? in[3][0] : 0};
      long[][] forward = {in[0], in[1], in[2], in[3], b, in[4], in[5], b};
      Lstm op = new Lstm(true);
      long[][] out = op.outputShapes(forward);
      boolean fits = same(in[6], out[0]) && same(in[7], out[2]) && same(in[8], out[3]);
      check(fits, "takes y [N,2H], gates [N,8H], cells [N,2H]", in);
      check(integer(0) == 0 || same(in[KNOWN], out[0]), "takes dy [N,2H]", in);
      check(integer(1) == 0 || same(in[in.length - 1], out[1]), "takes dlast [S,2H]", in);
      return new long[][] {in[0], in[2], in[3], b, in[4], in[5], b};
    }

    /** The work of dz wh for the recurrence, and of dx, dwx and dwh as far as they are wanted. */
    @Override
    public double flops(Tensor[] in, Tensor[] out) {
      double x = product(in[0].dim(0), in[2]);
      double h = product(later(in[1]), in[3]);
      double sum = 2 * h + (out[0] == null ? 0 : 2 * x);
      for (int direction = 0; direction < 2; direction++) {
        sum += out[1 + WEIGHTS * direction] == null ? 0 : x;
        sum += out[2 + WEIGHTS * direction] == null ? 0 : h;
      }
      return sum;
    }
  }
}

package dev.zener.op;

import dev.zener.device.Tensor;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Multi-head scaled dot-product attention within each sentence of a packed batch (Vaswani et al.
 * 2017, equation 1): for head a and query i of sentence b, p = softmax_j(q_i·k_j / √D) over the
 * keys j of b, y_i = Σ_j dropout(p_j) v_j.
 *
 * <p>q [M,H], k [N,H], v [N,H], query offsets [B+1] int, key offsets [B+1] int, with dropout a
 * counter [1] long → y [M,H], and if the graph may have a gradient lse [M,A] = log Σ_j exp(q_i·k_j
 * / √D). Head a has columns a·D to (a+1)·D − 1. There may be fewer queries than keys (M ≤ N), in a
 * last layer of which only some rows are read. The kernel outputs nothing of size B·A·T·T.
 *
 * <p>The element number of dropout for query row i, head a and the j-th key of the sentence is
 * ((i·A + a) ≪ 20) + j, see {@link Dropout}.
 */
public final class Attention extends Op {
  /** The number of bits of an element number that hold the key; no sentence has more pieces. */
  public static final int KEY_BITS = 20;

  public Attention() {}

  /**
   * Attention for graphs without gradient: only y is computed, and q, k and v may have the type
   * that the backend uses for products.
   *
   * @param heads A
   */
  public static Attention inference(
      SameDiff graph,
      int heads,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      SDVariable queryOffsets,
      SDVariable keyOffsets) {
    return new Attention(graph, heads, false, q, k, v, queryOffsets, keyOffsets);
  }

  private Attention(SameDiff graph, int heads, boolean gradient, SDVariable... inputs) {
    super(graph, inputs);
    settings(heads, 0, 0, gradient);
  }

  /** Without dropout. Integer settings 0: A, 2: 1 if the graph may have a gradient. */
  public Attention(
      SameDiff graph,
      int heads,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      SDVariable queryOffsets,
      SDVariable keyOffsets) {
    this(graph, heads, true, q, k, v, queryOffsets, keyOffsets);
  }

  /** With dropout. Integer settings 0: A, 1: site. Floating setting 0: rate. */
  public Attention(
      SameDiff graph,
      int heads,
      SDVariable q,
      SDVariable k,
      SDVariable v,
      SDVariable queryOffsets,
      SDVariable keyOffsets,
      SDVariable counter,
      int site,
      double rate) {
    super(graph, q, k, v, queryOffsets, keyOffsets, counter);
    settings(heads, site, rate, true);
  }

  /** For {@code Nd4j.exec}: q, k, v, both offsets, with dropout the counter; without: rate 0. */
  public Attention(int heads, int site, double rate, INDArray... inputs) {
    super(inputs);
    settings(heads, site, rate, true);
  }

  /** For {@code Nd4j.exec} without dropout; without {@code gradient}, lse is not computed. */
  public Attention(int heads, boolean gradient, INDArray... inputs) {
    super(inputs);
    settings(heads, 0, 0, gradient);
  }

  private void settings(int heads, int site, double rate, boolean gradient) {
    Dropout.checkRate(rate);
    addIArgument(heads, site, gradient ? 1 : 0);
    addTArgument(rate);
  }

  /** Whether the graph may have a gradient, for which lse is computed. */
  public boolean gradient() {
    return integer(2) == 1;
  }

  @Override
  public int getNumOutputs() {
    return gradient() ? 2 : 1;
  }

  /** q, k and v if there is no gradient; the gradient needs them in float32. */
  @Override
  public List<Integer> operands() {
    return gradient() ? List.of() : List.of(0, 1, 2);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 5 || in.length == 6, "takes q, k, v, two offsets, maybe a counter", in);
    boolean fits =
        in[0].length == 2
            && same(in[1], in[2])
            && in[1].length == 2
            && in[0][1] == in[1][1]
            && same(in[3], in[4]);
    check(fits, "takes q [M,H], k [N,H], v [N,H], offsets [B+1] twice", in);
    check(in[0][1] % integer(0) == 0, "H must be a multiple of A = " + integer(0), in);
    long[] lse = {in[0][0], integer(0)};
    return gradient() ? new long[][] {in[0], lse} : new long[][] {in[0]};
  }

  /**
   * y; its sums are computed in float32 in any case. A backend that rounds y may also round the
   * operands of its products.
   */
  @Override
  public List<Integer> products() {
    return List.of(0);
  }

  /** The work of q kᵀ and p v. */
  @Override
  public double flops(Tensor[] in, Tensor[] out) {
    return 2 * product(in[0], in[3], in[4]);
  }

  /** The operations of one product over all queries, keys and columns: 2 H Σ_b M_b N_b. */
  private static double product(Tensor q, Tensor queryOffsets, Tensor keyOffsets) {
    IntBuffer queries = queryOffsets.onHost().ints();
    IntBuffer keys = keyOffsets.onHost().ints();
    double pairs = 0;
    for (int b = 1; b < queryOffsets.size(); b++) {
      pairs += (double) (queries.get(b) - queries.get(b - 1)) * (keys.get(b) - keys.get(b - 1));
    }
    return 2 * pairs * q.dim(1);
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    if (!gradient()) {
      return super.doDiff(dy);
    }
    SDVariable[] inputs = {outputVariables()[1], dy.get(0)};
    Backward backward = new Backward(sameDiff, Arguments.append(inputs, args()));
    backward.settings(integer(0), integer(1), number(0));
    return List.of(backward.outputVariables());
  }

  /**
   * With p as above, m the factors of dropout (0 or 1/(1−rate)) and, per head, δ_i = Σ_j m p
   * dy_i·v_j, which equals dy_i·y_i but does not need y: dv_j = Σ_i m p dy_i, ds_ij = p (m dy_i·v_j
   * − δ_i) / √D, dq_i = Σ_j ds_ij k_j, dk_j = Σ_i ds_ij q_i.
   *
   * <p>lse [M,A], dy [M,H], then Attention's inputs → dq [M,H], dk [N,H], dv [N,H].
   */
  public static final class Backward extends Op {
    public Backward() {}

    Backward(SameDiff graph, SDVariable... inputs) {
      super(graph, inputs);
    }

    /** For {@code Nd4j.exec}. */
    public Backward(int heads, int site, double rate, INDArray... inputs) {
      super(inputs);
      settings(heads, site, rate);
    }

    private void settings(int heads, int site, double rate) {
      addIArgument(heads, site);
      addTArgument(rate);
    }

    @Override
    public int getNumOutputs() {
      return 3;
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(in.length == 7 || in.length == 8, "takes lse, dy and Attention's inputs", in);
      boolean fits =
          in[2].length == 2
              && same(in[0], new long[] {in[2][0], integer(0)})
              && same(in[1], in[2])
              && in[3].length == 2
              && in[3][1] == in[2][1]
              && same(in[3], in[4])
              && same(in[5], in[6]);
      check(fits, "takes lse [M,A], dy [M,H], q [M,H], k [N,H], v [N,H]", in);
      return new long[][] {in[2], in[3], in[4]};
    }

    /**
     * All gradients; their sums are computed in float32 in any case. A backend that rounds them may
     * also round the operands of their products.
     */
    @Override
    public List<Integer> products() {
      return List.of(0, 1, 2);
    }

    /** The work of dy vᵀ, dq, dk and dv; recomputing p does not count. */
    @Override
    public double flops(Tensor[] in, Tensor[] out) {
      long wanted = Stream.of(out).filter(Objects::nonNull).count();
      boolean scores = out[0] != null || out[1] != null;
      return (wanted + (scores ? 1 : 0)) * product(in[2], in[5], in[6]);
    }
  }
}

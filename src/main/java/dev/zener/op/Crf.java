package dev.zener.op;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The loss of a linear-chain conditional random field (Lafferty et al. 2001; Lample et al. 2016).
 * The score of labels y for the words first to last of a sentence is start[y_first] + Σ_w
 * emissions[w,y_w] + Σ_w transitions[y_(w−1),y_w] + end[y_last], and p(y) is the softmax of the
 * scores of all sequences. loss = the mean of −log p(labels) over the sentences that have words; 0
 * if none has.
 *
 * <p>emissions [W,C], transitions [C,C] (row: the label before), start [C], end [C], offsets [B+1]
 * int, labels [W] int in [0,C) → loss, a scalar. A label out of range is an error. A score may be
 * −∞, which forbids a label or a transition, if at least one sequence of each sentence remains.
 *
 * <p>A card pads a batch with rows after the last sentence, whose label is −1, and with sentences
 * without words. Neither counts, and their gradients are 0.
 */
public final class Crf extends Op {
  private static final String TAKES =
      "takes emissions [W,C], transitions [C,C], start [C], end [C], offsets [B+1]";

  /** The first inputs of all ops of this class, on which the scores depend. */
  public record Chain(
      SDVariable emissions,
      SDVariable transitions,
      SDVariable start,
      SDVariable end,
      SDVariable offsets) {
    private SDVariable[] inputs() {
      return new SDVariable[] {emissions, transitions, start, end, offsets};
    }
  }

  public Crf() {}

  public Crf(SameDiff graph, Chain chain, SDVariable labels) {
    super(graph, Arguments.append(chain.inputs(), labels));
  }

  /** For {@code Nd4j.exec}: emissions, transitions, start, end, offsets, labels. */
  public Crf(INDArray... inputs) {
    super(inputs);
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    check(in.length == 6 && fits(in) && fitLabels(in), TAKES + ", labels [W]", in);
    return new long[][] {scalar()};
  }

  private static boolean fits(long[][] in) {
    return in[0].length == 2
        && in[0][1] > 0
        && same(in[1], new long[] {in[0][1], in[0][1]})
        && same(in[2], new long[] {in[0][1]})
        && same(in[3], in[2])
        && in[4].length == 1;
  }

  private static boolean fitLabels(long[][] in) {
    return same(in[5], new long[] {in[0][0]});
  }

  /**
   * Checks the labels of the words.
   *
   * @param words the number of words; later labels are padding
   * @param count C
   * @throws IllegalArgumentException if a label is not in [0,C)
   */
  public static int[] checkLabels(int[] labels, int words, int count) {
    for (int w = 0; w < words; w++) {
      if (labels[w] < 0 || labels[w] >= count) {
        throw new IllegalArgumentException(
            "label " + labels[w] + " in row " + w + "; allowed: 0 to " + (count - 1));
      }
    }
    return labels;
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dloss) {
    Backward backward = new Backward(sameDiff, Arguments.append(args(), dloss.get(0)));
    return List.of(backward.outputVariables());
  }

  /**
   * With p(w,j) the probability that word w has label j, p(w,i,j) that of labels i and j for the
   * words w−1 and w, and s = dloss / the number of sentences that have words: demissions[w,j] = s
   * (p(w,j) − [labels[w] = j]), and dtransitions[i,j] is the sum over pairs of words of s (p(w,i,j)
   * − [labels[w−1] = i and labels[w] = j]); dstart and dend are the sums of demissions over the
   * first and the last words.
   *
   * <p>Crf's inputs, then dloss scalar → demissions [W,C], dtransitions [C,C], dstart [C], dend
   * [C].
   */
  public static final class Backward extends Op {
    public Backward() {}

    Backward(SameDiff graph, SDVariable... inputs) {
      super(graph, inputs);
    }

    /** For {@code Nd4j.exec}. */
    public Backward(INDArray... inputs) {
      super(inputs);
    }

    @Override
    public int getNumOutputs() {
      return 4;
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      boolean fits = in.length == 7 && fits(in) && fitLabels(in) && in[6].length == 0;
      check(fits, TAKES + ", labels [W], dloss []", in);
      return new long[][] {in[0], in[1], in[2], in[3]};
    }
  }

  /**
   * The labels with the highest score. If several sequences have it, the one whose last label is
   * smallest, then whose last but one is smallest, and so on.
   *
   * <p>emissions [W,C], transitions [C,C], start [C], end [C], offsets [B+1] int → labels [W] int,
   * which have no gradient. Rows of padding have the label −1.
   */
  public static final class Viterbi extends Op {
    public Viterbi() {}

    public Viterbi(SameDiff graph, Chain chain) {
      super(graph, chain.inputs());
    }

    /** For {@code Nd4j.exec}: emissions, transitions, start, end, offsets. */
    public Viterbi(INDArray... inputs) {
      super(inputs);
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(in.length == 5 && fits(in), TAKES, in);
      return new long[][] {{in[0][0]}};
    }

    @Override
    public List<Integer> integers() {
      return List.of(0);
    }
  }

  /**
   * p(w,j), the probability that word w has label j, by the forward-backward algorithm.
   *
   * <p>emissions [W,C], transitions [C,C], start [C], end [C], offsets [B+1] int → p [W,C], whose
   * rows sum to 1. It has no gradient. Rows of padding are 0.
   */
  public static final class Marginals extends Op {
    public Marginals() {}

    public Marginals(SameDiff graph, Chain chain) {
      super(graph, chain.inputs());
    }

    /** For {@code Nd4j.exec}: emissions, transitions, start, end, offsets. */
    public Marginals(INDArray... inputs) {
      super(inputs);
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(in.length == 5 && fits(in), TAKES, in);
      return new long[][] {in[0]};
    }
  }
}

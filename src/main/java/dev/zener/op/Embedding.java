package dev.zener.op;

import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y[i] = word[ids[i]] + position[i − start of i's sentence] + type[0] (Devlin et al. 2019, figure
 * 2; a tagger has one segment).
 *
 * <p>word [V,H], position [P,H], type [T,H], ids [N] int, offsets [B+1] int → y [N,H]. A sentence
 * longer than P or an id outside [0,V) is an error.
 */
public final class Embedding extends Op {
  public Embedding() {}

  public Embedding(
      SameDiff graph,
      SDVariable word,
      SDVariable position,
      SDVariable type,
      SDVariable ids,
      SDVariable offsets) {
    super(graph, word, position, type, ids, offsets);
  }

  /** For {@code Nd4j.exec}: word, position, type, ids, offsets. */
  public Embedding(INDArray... inputs) {
    super(inputs);
  }

  /**
   * Checks piece ids and returns them.
   *
   * @throws IllegalArgumentException if an id is outside [0, vocabulary)
   */
  public static int[] checkIds(int[] ids, int vocabulary) {
    for (int id : ids) {
      if (id < 0 || id >= vocabulary) {
        throw new IllegalArgumentException(
            "piece id "
                + id
                + "; the model has "
                + vocabulary
                + " pieces, ids 0 to "
                + (vocabulary - 1));
      }
    }
    return ids;
  }

  /**
   * The position of each of n pieces in its sentence, [N].
   *
   * @throws IllegalArgumentException if a sentence has more pieces than {@code limit}, or the
   *     offsets do not fit n
   */
  public static int[] positions(int[] offsets, int n, int limit) {
    SentenceOffsets.check(offsets, n);
    int[] positions = new int[n];
    for (int b = 0; b + 1 < offsets.length; b++) {
      int length = offsets[b + 1] - offsets[b];
      if (length > limit) {
        throw new IllegalArgumentException(
            "a sentence of " + length + " pieces; the model has " + limit + " positions");
      }
      for (int i = 0; i < length; i++) {
        positions[offsets[b] + i] = i;
      }
    }
    return positions;
  }

  @Override
  public long[][] outputShapes(long[][] in) {
    boolean fits =
        in.length == 5
            && in[0].length == 2
            && in[1].length == 2
            && in[2].length == 2
            && in[3].length == 1
            && in[4].length == 1
            && in[1][1] == in[0][1]
            && in[2][1] == in[0][1];
    check(fits, "takes word [V,H], position [P,H], type [T,H], ids [N], offsets [B+1]", in);
    return new long[][] {{in[3][0], in[0][1]}};
  }

  @Override
  public List<SDVariable> doDiff(List<SDVariable> dy) {
    return List.of(new Backward(sameDiff, args(), dy.get(0)).outputVariables());
  }

  /**
   * Scatter-add: dword[ids[i]] += dy[i], and so on.
   *
   * <p>word, position, type, ids, offsets, dy [N,H] → dword [V,H], dposition [P,H], dtype [T,H].
   */
  public static final class Backward extends Op {
    public Backward() {}

    Backward(SameDiff graph, SDVariable[] forward, SDVariable dy) {
      super(graph, Arguments.append(forward, dy));
    }

    /** For {@code Nd4j.exec}. */
    public Backward(INDArray... inputs) {
      super(inputs);
    }

    @Override
    public int getNumOutputs() {
      return 3;
    }

    @Override
    public long[][] outputShapes(long[][] in) {
      check(in.length == 6, "takes Embedding's inputs and dy", in);
      long[][] y = new Embedding().outputShapes(Arrays.copyOf(in, 5));
      check(same(in[5], y[0]), "takes dy [N,H]", in);
      return new long[][] {in[0], in[1], in[2]};
    }
  }
}

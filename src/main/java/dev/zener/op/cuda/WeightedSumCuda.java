package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Tensor;
import dev.zener.op.Op;
import java.util.Arrays;

/** {@link dev.zener.op.WeightedSum} by weightedsum.cu. */
final class WeightedSumCuda {
  private final Card card;
  private final int fixed;
  private final int weighted;
  private final float beta;
  private final float[] coefficients;

  WeightedSumCuda(Card card, Op op) {
    this.card = card;
    fixed = op.integer(0);
    weighted = op.integer(1);
    int most = Native.mostTerms();
    if (fixed > most || weighted > most) {
      throw new IllegalArgumentException(
          "a sum of %d and %d terms; allowed on a card: %d each".formatted(fixed, weighted, most));
    }
    beta = (float) op.number(0);
    coefficients = new float[fixed];
    for (int j = 0; j < fixed; j++) {
      coefficients[j] = (float) op.number(1 + j);
    }
  }

  void forward(Tensor[] in, Tensor[] out) {
    check(
        Native.weightedSum(
            fixed, weighted, beta, coefficients, addresses(in), at(out[0]), card.stream()));
  }

  void backward(Tensor[] in, Tensor[] out) {
    Tensor[] terms = Arrays.copyOf(in, in.length - 1);
    check(
        Native.weightedSumBackward(
            fixed,
            weighted,
            beta,
            coefficients,
            addresses(terms),
            at(in[in.length - 1]),
            addresses(out),
            card.stream()));
  }

  private static long[] addresses(Tensor[] tensors) {
    return Arrays.stream(tensors).mapToLong(Card::at).toArray();
  }
}

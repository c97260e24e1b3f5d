package dev.zener.op.reference;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.CrossEntropy} in plain loops. */
final class CrossEntropyReference {
  private CrossEntropyReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    int c = in[0].dim(1);
    int[] labels = labels(in[1], c);
    double loss = 0;
    for (int w = 0; w < labels.length; w++) {
      loss += SoftmaxFunction.logSumExp(in[0], w * c, c) - in[0].get(w * c + labels[w]);
    }
    out[0].set(0, labels.length == 0 ? 0 : loss / labels.length);
  }

  static void backward(Tensor[] in, Tensor[] out) {
    int c = in[0].dim(1);
    int[] labels = labels(in[1], c);
    double scale = in[2].get(0) / labels.length; // W = 0: never used
    for (int w = 0; w < labels.length; w++) {
      double[] p = SoftmaxFunction.of(in[0], w * c, c);
      p[labels[w]] -= 1;
      for (int j = 0; j < c; j++) {
        out[0].set(w * c + j, p[j] * scale);
      }
    }
  }

  private static int[] labels(Tensor tensor, int c) {
    int[] labels = tensor.toInts();
    for (int label : labels) {
      if (label < 0 || label >= c) {
        throw new IllegalArgumentException("label " + label + "; allowed: 0 to " + (c - 1));
      }
    }
    return labels;
  }
}

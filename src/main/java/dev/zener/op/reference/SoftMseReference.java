package dev.zener.op.reference;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.SoftMse} in plain loops. */
final class SoftMseReference {
  private SoftMseReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    int c = in[0].dim(1);
    double loss = 0;
    for (int w = 0; w < in[0].dim(0); w++) {
      double[] p = SoftmaxFunction.of(in[0], w * c, c);
      for (int j = 0; j < c; j++) {
        double difference = p[j] - in[1].get(w * c + j);
        loss += difference * difference;
      }
    }
    out[0].set(0, in[0].size() == 0 ? 0 : loss / in[0].size());
  }

  static void backward(Tensor[] in, Tensor[] out) {
    int c = in[0].dim(1);
    double scale = 2 * in[2].get(0) / in[0].size(); // W = 0: never used
    for (int w = 0; w < in[0].dim(0); w++) {
      double[] p = SoftmaxFunction.of(in[0], w * c, c);
      double mean = 0; // Σ_C g p
      for (int j = 0; j < c; j++) {
        mean += scale * (p[j] - in[1].get(w * c + j)) * p[j];
      }
      for (int j = 0; j < c; j++) {
        out[0].set(w * c + j, p[j] * (scale * (p[j] - in[1].get(w * c + j)) - mean));
      }
    }
  }
}

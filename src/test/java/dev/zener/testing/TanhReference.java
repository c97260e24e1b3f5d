package dev.zener.testing;

import dev.zener.device.Tensor;

/** {@link Tanh} in plain loops. */
final class TanhReference {
  private TanhReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    for (int e = 0; e < in[0].size(); e++) {
      double y = Math.tanh(in[0].get(e));
      if (out[0] != null) {
        out[0].set(e, y);
      }
      if (out[1] != null) {
        out[1].set(e, 1 - y * y);
      }
    }
  }

  static void backward(Tensor[] in, Tensor[] out) {
    for (int e = 0; e < in[0].size(); e++) {
      out[0].set(e, in[0].get(e) * in[1].get(e));
    }
  }
}

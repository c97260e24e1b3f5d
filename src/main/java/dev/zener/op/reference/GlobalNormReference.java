package dev.zener.op.reference;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.GlobalNorm} in plain loops. */
final class GlobalNormReference {
  private GlobalNormReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    double squares = 0;
    for (Tensor g : in) {
      for (int e = 0; e < g.size(); e++) {
        squares += g.get(e) * g.get(e);
      }
    }
    out[0].set(0, Math.sqrt(squares));
  }
}

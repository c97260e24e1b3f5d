package dev.zener.op.reference;

import dev.zener.op.Dropout;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;

/** {@link Dropout} in plain loops. */
final class DropoutReference {
  private DropoutReference() {}

  static Kernel forward(Op op) {
    return (in, out) -> {
      long key = Dropout.key(in[1].longs().get(0), op.integer(0));
      int threshold = Dropout.threshold(op.number(0));
      double scale = 1 / (1 - op.number(0));
      for (int e = 0; e < in[0].size(); e++) {
        out[0].set(e, Dropout.keeps(key, e, threshold) ? in[0].get(e) * scale : 0);
      }
    };
  }
}

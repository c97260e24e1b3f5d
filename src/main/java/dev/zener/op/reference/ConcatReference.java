package dev.zener.op.reference;

import dev.zener.device.Tensor;

/** {@link dev.zener.op.Concat} in plain loops. */
final class ConcatReference {
  private ConcatReference() {}

  static void forward(Tensor[] in, Tensor[] out) {
    int left = in[0].dim(1);
    int right = in[1].dim(1);
    for (int n = 0; n < in[0].dim(0); n++) {
      copy(in[0], n * left, out[0], n * (left + right), left);
      copy(in[1], n * right, out[0], n * (left + right) + left, right);
    }
  }

  static void backward(Tensor[] in, Tensor[] out) {
    int left = in[0].dim(1);
    int right = in[1].dim(1);
    for (int n = 0; n < in[0].dim(0); n++) {
      copy(in[2], n * (left + right), out[0], n * left, left);
      copy(in[2], n * (left + right) + left, out[1], n * right, right);
    }
  }

  private static void copy(Tensor from, int first, Tensor to, int start, int count) {
    for (int i = 0; to != null && i < count; i++) {
      to.set(start + i, from.get(first + i));
    }
  }
}

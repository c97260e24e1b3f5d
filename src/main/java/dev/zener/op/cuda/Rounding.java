package dev.zener.op.cuda;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;

/** Float32 results of a kernel whose reader wants bfloat16. */
final class Rounding implements AutoCloseable {
  private final Card card;
  private Block memory;

  Rounding(Card card) {
    this.card = card;
  }

  /** The tensors themselves, but float32 ones for those of bfloat16. */
  Tensor[] exact(Tensor[] out) {
    long bytes = 0;
    for (Tensor t : out) {
      bytes += rounds(t) ? size(t) : 0;
    }
    reserve(bytes);
    Tensor[] exact = out.clone();
    long at = 0;
    for (int i = 0; i < out.length; i++) {
      if (rounds(out[i])) {
        exact[i] = memory.tensor(at, ElementType.FLOAT32, out[i].shape());
        at += size(out[i]);
      }
    }
    return exact;
  }

  /** Rounds what was written into {@link #exact}. */
  void finish(Tensor[] exact, Tensor[] out) {
    for (int i = 0; i < out.length; i++) {
      if (rounds(out[i])) {
        Card.check(
            Native.round(exact[i].address(), out[i].size(), out[i].address(), card.stream()));
      }
    }
  }

  private static boolean rounds(Tensor t) {
    return t != null && t.type() == ElementType.BFLOAT16;
  }

  private static long size(Tensor t) {
    return Block.align((long) t.size() * Float.BYTES);
  }

  private void reserve(long bytes) {
    if (bytes > 0 && (memory == null || memory.bytes() < bytes)) {
      close();
      memory = card.allocate(bytes + bytes / 4);
    }
  }

  @Override
  public void close() {
    if (memory != null) {
      card.await(); // somebody may still read it
      memory.close();
      memory = null;
    }
  }
}

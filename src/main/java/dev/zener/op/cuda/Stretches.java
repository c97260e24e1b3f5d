package dev.zener.op.cuda;

import dev.zener.device.Block;
import java.util.Arrays;

/**
 * A list on the device of ranges ("stretches") of several tensors' elements; each block of a
 * multi-tensor kernel works on one.
 */
final class Stretches implements AutoCloseable {
  private static final int STRETCH = 1 << 15;

  private final int[] sizes;
  private final int count;
  private final Block list;

  /** Creates the list for tensors with these numbers of elements. */
  Stretches(Card card, int... sizes) {
    this.sizes = sizes;
    int n = 0;
    for (int size : sizes) {
      n += (size + STRETCH - 1) / STRETCH;
    }
    count = n;
    long bytes = (long) n * Native.stretchBytes();
    list = card.allocate(bytes);
    try (Block host = Block.allocate(bytes)) {
      int i = 0;
      for (int t = 0; t < sizes.length; t++) {
        for (int from = 0; from < sizes[t]; from += STRETCH) {
          Native.putStretch(host.address(), i, t, from, Math.min(sizes[t], from + STRETCH));
          i++;
        }
      }
      Card.check(Native.upload(list.address(), host.address(), bytes, card.stream()));
      card.await();
    }
  }

  boolean fits(int... other) {
    return Arrays.equals(sizes, other);
  }

  int count() {
    return count;
  }

  long address() {
    return list.address();
  }

  @Override
  public void close() {
    list.close();
  }
}

package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Kernel;
import java.util.Arrays;

/** {@link dev.zener.op.GlobalNorm}: globalnorm.cu, all tensors at once. */
final class GlobalNormCuda implements Kernel {
  private final Card card;
  private Stretches stretches;
  private Block parts;
  private Block tensors;
  private Block host;

  GlobalNormCuda(Card card) {
    this.card = card;
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    int[] sizes = Arrays.stream(in).mapToInt(Tensor::size).toArray();
    if (stretches == null || !stretches.fits(sizes)) {
      prepare(sizes);
    }
    Tensor addresses = host.tensor(0, ElementType.INT64, in.length);
    for (int i = 0; i < in.length; i++) {
      addresses.longs().put(i, at(in[i]));
    }
    Tensor there = tensors.tensor(0, ElementType.INT64, in.length);
    card.upload(addresses, there);
    check(
        Native.globalNorm(
            stretches.address(),
            stretches.count(),
            there.address(),
            parts.address(),
            at(out[0]),
            card.stream()));
  }

  private void prepare(int[] sizes) {
    close();
    stretches = new Stretches(card, sizes);
    parts = card.allocate((long) stretches.count() * Double.BYTES);
    tensors = card.allocate((long) sizes.length * Long.BYTES);
    host = Block.allocate((long) sizes.length * Long.BYTES);
  }

  @Override
  public void close() {
    if (stretches != null) {
      card.await();
      stretches.close();
      parts.close();
      tensors.close();
      host.close();
      stretches = null;
    }
  }
}

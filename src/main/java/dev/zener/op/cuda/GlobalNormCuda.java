package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.backend.Kernel;
import java.util.Arrays;

/** {@link dev.zener.op.GlobalNorm} by globalnorm.cu, in one launch for all tensors. */
final class GlobalNormCuda implements Kernel {
  private final Card card;
  private Stretches stretches;
  private Block parts;
  private Block tensors;
  private Block host;
  private long[] known = {};

  GlobalNormCuda(Card card) {
    this.card = card;
  }

  @Override
  public void prepare(Tensor[] in, Tensor[] out) {
    int[] sizes = Arrays.stream(in).mapToInt(Tensor::size).toArray();
    if (stretches == null || !stretches.fits(sizes)) {
      allocate(sizes);
    }
    long[] addresses = Arrays.stream(in).mapToLong(Card::at).toArray();
    if (!Arrays.equals(addresses, known)) {
      Tensor list = host.tensor(0, ElementType.INT64, in.length);
      list.longs().put(0, addresses);
      card.upload(list, tensors.tensor(0, ElementType.INT64, in.length));
      known = addresses;
    }
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    check(
        Native.globalNorm(
            stretches.address(),
            stretches.count(),
            tensors.address(),
            parts.address(),
            at(out[0]),
            card.stream()));
  }

  private void allocate(int[] sizes) {
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
      known = new long[0];
    }
  }
}

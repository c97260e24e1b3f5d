package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Block;
import dev.zener.device.Tensor;
import dev.zener.op.Kernel;
import dev.zener.op.Op;
import java.util.Arrays;
import java.util.List;

/**
 * {@link dev.zener.op.AdamW}: adamw.cu, any number of steps at once that differ in decay alone.
 * Inputs and outputs are those of all steps, one after the other.
 */
final class AdamWCuda implements Kernel {
  private static final int INPUTS = 6;
  private static final int OUTPUTS = 3;

  private final Card card;
  private final List<Op> ops;
  private Stretches stretches;
  private Block host;
  private Block parameters;
  private long[] known = {};

  AdamWCuda(Card card, List<Op> ops) {
    this.card = card;
    this.ops = ops;
  }

  /** Whether one kernel can take these steps. */
  static boolean together(List<Op> ops) {
    return ops.stream()
        .allMatch(
            op ->
                op.number(0) == ops.get(0).number(0)
                    && op.number(1) == ops.get(0).number(1)
                    && op.number(2) == ops.get(0).number(2)
                    && op.number(4) == ops.get(0).number(4));
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    prepare(in);
    for (int i = 0; i < ops.size(); i++) {
      copy(in[i * INPUTS], out[i * OUTPUTS]);
      copy(in[i * INPUTS + 2], out[i * OUTPUTS + 1]);
      copy(in[i * INPUTS + 3], out[i * OUTPUTS + 2]);
    }
    list(in, out);
    Op op = ops.get(0);
    check(
        Native.adamW(
            stretches.address(),
            stretches.count(),
            parameters.address(),
            op.number(0),
            op.number(1),
            op.number(2),
            op.number(4),
            at(in[4]),
            at(in[5]),
            card.stream()));
    for (int i = 0; i < ops.size(); i++) {
      out[i * OUTPUTS].changed();
    }
  }

  private void prepare(Tensor[] in) {
    int[] sizes = new int[ops.size()];
    Arrays.setAll(sizes, i -> in[i * INPUTS].size());
    if (stretches == null || !stretches.fits(sizes)) {
      close();
      stretches = new Stretches(card, sizes);
      long bytes = (long) ops.size() * Native.parameterBytes();
      host = Block.allocate(bytes);
      parameters = card.allocate(bytes);
    }
  }

  /** Tells the device where everything lies, if that has changed: gradients move with the batch. */
  private void list(Tensor[] in, Tensor[] out) {
    long[] addresses = new long[2 * ops.size()];
    for (int i = 0; i < ops.size(); i++) {
      addresses[2 * i] = at(out[i * OUTPUTS]);
      addresses[2 * i + 1] = at(in[i * INPUTS + 1]);
    }
    if (Arrays.equals(addresses, known)) {
      return;
    }
    for (int i = 0; i < ops.size(); i++) {
      Native.putParameter(
          host.address(),
          i,
          at(out[i * OUTPUTS]),
          at(in[i * INPUTS + 1]),
          at(out[i * OUTPUTS + 1]),
          at(out[i * OUTPUTS + 2]),
          0,
          (float) ops.get(i).number(3));
    }
    check(Native.upload(parameters.address(), host.address(), host.bytes(), card.stream()));
    known = addresses;
  }

  /** The kernel works in place. */
  private void copy(Tensor from, Tensor to) {
    if (from.address() != to.address()) {
      check(Native.copy(to.address(), from.address(), Card.bytes(from), card.stream()));
    }
  }

  @Override
  public void close() {
    if (stretches != null) {
      card.await();
      stretches.close();
      host.close();
      parameters.close();
      stretches = null;
      known = new long[0];
    }
  }
}

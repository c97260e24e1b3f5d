package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.Block;
import dev.zener.device.Tensor;
import dev.zener.op.Op;
import dev.zener.op.backend.Kernel;
import java.util.Arrays;
import java.util.List;

/**
 * {@link dev.zener.op.AdamW} by adamw.cu. One kernel can run several ops that differ only in weight
 * decay and the factor of the learning rate. Its inputs and outputs are those of all ops, one op
 * after the other.
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

  /** Whether one kernel can run these ops. */
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
  public void prepare(Tensor[] in, Tensor[] out) {
    allocate(in);
    list(in, out);
    for (int i = 0; i < ops.size(); i++) {
      Tensor value = out[i * OUTPUTS];
      value.changed();
      RoundedWeights.known(value).ifPresent(RoundedWeights::follow);
    }
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    for (int i = 0; i < ops.size(); i++) {
      copy(in[i * INPUTS], out[i * OUTPUTS]);
      copy(in[i * INPUTS + 2], out[i * OUTPUTS + 1]);
      copy(in[i * INPUTS + 3], out[i * OUTPUTS + 2]);
    }
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
  }

  private void allocate(Tensor[] in) {
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

  /** Uploads the addresses of all tensors, if they have changed; those of gradients may change. */
  private void list(Tensor[] in, Tensor[] out) {
    int each = 3;
    long[] addresses = new long[each * ops.size()];
    for (int i = 0; i < ops.size(); i++) {
      Tensor value = out[i * OUTPUTS];
      addresses[each * i] = at(value);
      addresses[each * i + 1] = at(in[i * INPUTS + 1]);
      addresses[each * i + 2] = RoundedWeights.known(value).map(RoundedWeights::address).orElse(0L);
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
          addresses[each * i + 2],
          (float) ops.get(i).number(3),
          (float) ops.get(i).number(5));
    }
    check(Native.upload(parameters.address(), host.address(), host.bytes(), card.stream()));
    known = addresses;
  }

  /** Copies an input to its output if they differ, because the kernel works in place. */
  private void copy(Tensor from, Tensor to) {
    if (from.address() != to.address()) {
      check(Native.copy(to.address(), from.address(), from.byteSize(), card.stream()));
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

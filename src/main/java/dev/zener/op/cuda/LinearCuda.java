package dev.zener.op.cuda;

import static dev.zener.op.cuda.Card.at;
import static dev.zener.op.cuda.Card.check;

import dev.zener.device.ElementType;
import dev.zener.device.Tensor;
import dev.zener.op.Linear;
import dev.zener.op.backend.Kernel;

/** {@link Linear} by linear.cu. */
final class LinearCuda implements Kernel {
  private final Card card;
  private final boolean gelu;
  private final boolean addend;
  private final boolean tf32;
  private final Weights weights;

  LinearCuda(Card card, Linear op, boolean tf32) {
    this.card = card;
    this.tf32 = tf32;
    gelu = op.gelu();
    addend = op.addend();
    weights = new Weights(card);
  }

  @Override
  public void prepare(Tensor[] in, Tensor[] out) {
    weights.prepare(in[1], small(in[0]));
    card.prepareProducts();
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    Tensor x = in[0];
    Tensor w = in[1];
    check(
        Native.linear(
            card.linear(),
            x.dim(0),
            x.dim(1),
            w.dim(0),
            gelu,
            tf32,
            small(x),
            small(out[0]),
            at(x),
            weights.of(w, small(x)),
            at(in[2]),
            addend ? at(in[3]) : 0,
            gelu ? at(out[1]) : 0,
            at(out[0]),
            card.workspace(),
            card.stream()));
  }

  private static boolean small(Tensor t) {
    return t != null && t.type() == ElementType.BFLOAT16;
  }

  @Override
  public void close() {
    weights.close();
  }

  /** The weights, rounded to bfloat16 if the other operand is bfloat16. */
  private static final class Weights implements AutoCloseable {
    private final Card card;
    private RoundedWeights rounded;

    Weights(Card card) {
      this.card = card;
    }

    void prepare(Tensor w, boolean small) {
      if (!small) {
        return;
      }
      if (rounded == null || !rounded.holds(w)) {
        close();
        rounded = RoundedWeights.of(card, w);
      }
      rounded.update();
    }

    long of(Tensor w, boolean small) {
      return small ? rounded.address() : w.address();
    }

    @Override
    public void close() {
      if (rounded != null) {
        rounded.close();
        rounded = null;
      }
    }
  }

  /** The gradients. */
  static final class Backward implements Kernel {
    private final Card card;
    private final Linear.Backward op;
    private final boolean tf32;
    private final Weights weights;

    Backward(Card card, Linear.Backward op, boolean tf32) {
      this.card = card;
      this.op = op;
      this.tf32 = tf32;
      weights = new Weights(card);
    }

    @Override
    public void prepare(Tensor[] in, Tensor[] out) {
      if (out[0] != null) {
        weights.prepare(in[1], small(in[2]));
      }
      card.reserve(first(card, in[2]) + in[1].byteSize());
      card.prepareProducts();
    }

    /** Bytes of scratch memory for dz; memory for dw follows. Both are needed even if unwanted. */
    private static long first(Card card, Tensor dy) {
      return card.align(dy.byteSize());
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Tensor x = in[0];
      Tensor w = in[1];
      Tensor dy = in[2];
      long rest = first(card, dy);
      long room = card.scratch();
      check(
          Native.linearBackward(
              card.linear(),
              x.dim(0),
              x.dim(1),
              w.dim(0),
              op.gelu(),
              tf32,
              small(dy),
              small(out[0]),
              at(x),
              out[0] == null ? 0 : weights.of(w, small(dy)),
              at(dy),
              op.gelu() ? at(in[3]) : 0,
              op.addend() ? at(in[in.length - 1]) : 0,
              op.gelu() ? dz(dy, out[3], room) : 0,
              at(out[0]),
              // the product for dw also computes db, so it is needed even if only db is wanted
              out[1] == null && out[2] != null ? room + rest : at(out[1]),
              at(out[2]),
              card.workspace(),
              card.stream()));
    }

    private static long dz(Tensor dy, Tensor wanted, long otherwise) {
      if (wanted != null && wanted.type() != dy.type()) {
        throw new IllegalStateException(wanted + " of " + dy + "; allowed: dy's type");
      }
      return wanted != null ? wanted.address() : otherwise;
    }

    @Override
    public void close() {
      weights.close();
    }
  }
}

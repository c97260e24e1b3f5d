package dev.zener.op;

import dev.zener.device.Arena;
import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A card for tensors of the host: copied there, computed and copied back, where that is faster. */
final class Offload {
  /** What a core of the CPU multiplies at best, float32 operations a second. */
  private static final double CORE = 100e9;

  /** The same of the slowest card that there are kernels for. */
  private static final double CARD = 2e12;

  /** Bytes a second between memory that is not pinned and a card. */
  private static final double COPY = 5e9;

  /** Seconds that a few copies and kernels take at least. */
  private static final double START = 100e-6;

  private final Backend card;
  private final int cores;
  private final Arena arena;

  /** With a CPU of so many cores as the other choice. */
  Offload(Backend card, int cores) {
    this.card = card;
    this.cores = cores;
    arena = new Arena(card.memory());
  }

  /** The op's kernel there; empty where the host is as fast, or the card has none for the type. */
  Optional<Kernel> kernel(Op op, ElementType type, Tensor[] in, Tensor[] out) {
    double flops = op.flops(in, out);
    return type == ElementType.FLOAT32 && pays(flops, bytes(in) + bytes(out), cores)
        ? Optional.of(new Copying(op))
        : Optional.empty();
  }

  /**
   * Whether so many operations on so many bytes are faster there than on the host's cores, both by
   * the speeds above: cautious ones, so that the card is taken where it is clearly ahead.
   */
  static boolean pays(double flops, double bytes, int cores) {
    return flops / (CORE * cores) > START + bytes / COPY + flops / CARD;
  }

  private static double bytes(Tensor[] tensors) {
    double sum = 0;
    for (Tensor t : tensors) {
      sum += t.byteSize();
    }
    return sum;
  }

  /** Between two copies. */
  private final class Copying implements Kernel {
    private final Op op;

    Copying(Op op) {
      this.op = op;
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Memory memory = card.memory();
      synchronized (memory) { // a device runs one thing at a time
        List<Tensor> here = place(in, out);
        Tensor[] sources = here.subList(0, in.length).toArray(Tensor[]::new);
        Tensor[] targets = here.subList(in.length, here.size()).toArray(Tensor[]::new);
        for (int i = 0; i < in.length; i++) {
          memory.upload(in[i], sources[i].copyOf(in[i]));
        }
        try (Kernel kernel = card.kernel(op, ElementType.FLOAT32)) {
          kernel.prepare(sources, targets);
          kernel.run(sources, targets);
        }
        for (int i = 0; i < out.length; i++) {
          memory.download(targets[i], out[i]);
        }
      }
    }

    /** A tensor on the card for each. */
    private List<Tensor> place(Tensor[] in, Tensor[] out) {
      List<Tensor> all = new ArrayList<>(List.of(in));
      all.addAll(List.of(out));
      List<Long> offsets = new ArrayList<>();
      long end = 0;
      for (Tensor t : all) {
        offsets.add(end);
        end += Block.align(t.byteSize());
      }
      arena.reserve(end);
      List<Tensor> here = new ArrayList<>();
      for (int i = 0; i < all.size(); i++) {
        here.add(arena.tensor(offsets.get(i), all.get(i).type(), all.get(i).shape()));
      }
      return here;
    }
  }
}

package dev.zener.op.nd4j;

import dev.zener.device.Arena;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.Op;
import dev.zener.op.backend.Backend;
import dev.zener.op.backend.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs ops on host tensors on a GPU, with copies in both directions, if that is faster. */
final class Offload {
  /** The maximum speed of a CPU core in float32 operations per second. */
  private static final double CORE = 100e9;

  /** The maximum speed of the slowest supported GPU in float32 operations per second. */
  private static final double CARD = 2e12;

  /** The speed of copies between pageable host memory and a GPU in bytes per second. */
  private static final double COPY = 5e9;

  /** The minimum time in seconds of a few copies and kernels. */
  private static final double START = 100e-6;

  private final Backend card;
  private final int cores;
  private final Arena arena;

  /** Creates an offload to a GPU as an alternative to a CPU with this number of cores. */
  Offload(Backend card, int cores) {
    this.card = card;
    this.cores = cores;
    arena = new Arena(card.memory());
  }

  /**
   * A kernel that runs the op on the GPU; empty if the host is as fast, or if the type or the op is
   * not supported there.
   */
  Optional<Kernel> kernel(Op op, ElementType type, Tensor[] in, Tensor[] out) {
    double flops = op.flops(in, out);
    return type == ElementType.FLOAT32
            && pays(flops, bytes(in) + bytes(out), cores)
            && card.missing(op.getClass()).isEmpty()
        ? Optional.of(new Copying(op))
        : Optional.empty();
  }

  /**
   * Whether work of this many operations and bytes is faster on the GPU than on the host's cores.
   * The speeds above are cautious, so that the GPU is used only if it is clearly faster.
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

  /** Copies the inputs to the GPU, runs the op there, and copies the outputs back. */
  private final class Copying implements Kernel {
    private final Op op;

    Copying(Op op) {
      this.op = op;
    }

    @Override
    public void run(Tensor[] in, Tensor[] out) {
      Memory memory = card.memory();
      synchronized (memory) { // a device runs one program or op at a time
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

    /** A tensor on the GPU for each input and output. */
    private List<Tensor> place(Tensor[] in, Tensor[] out) {
      List<Tensor> all = new ArrayList<>(List.of(in));
      all.addAll(List.of(out));
      List<Long> offsets = new ArrayList<>();
      long end = 0;
      for (Tensor t : all) {
        offsets.add(end);
        end += card.memory().align(t.byteSize());
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

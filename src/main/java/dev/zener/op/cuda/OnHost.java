package dev.zener.op.cuda;

import dev.zener.device.Arena;
import dev.zener.device.Block;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import dev.zener.op.backend.Kernel;
import java.util.function.BiConsumer;

/**
 * Runs a kernel of the host on tensors of a device: copies the inputs to the host and the outputs
 * back. It waits for the device, so it cannot be recorded.
 */
final class OnHost implements Kernel {
  private final Memory device;
  private final Kernel kernel;
  private final Arena arena = new Arena(Memory.HOST);

  OnHost(Memory device, Kernel kernel) {
    this.device = device;
    this.kernel = kernel;
  }

  @Override
  public boolean canRecord() {
    return false;
  }

  @Override
  public void run(Tensor[] in, Tensor[] out) {
    arena.reserve(bytes(in) + bytes(out));
    Tensor[] sources = twins(in, 0);
    Tensor[] targets = twins(out, bytes(in));
    copy(in, sources, device::download);
    kernel.prepare(sources, targets);
    kernel.run(sources, targets);
    copy(targets, out, device::upload);
  }

  private static long bytes(Tensor[] tensors) {
    long bytes = 0;
    for (Tensor t : tensors) {
      bytes += t == null ? 0 : Block.align(t.byteSize());
    }
    return bytes;
  }

  /** A tensor on the host for each tensor, one after the other; null stays null. */
  private Tensor[] twins(Tensor[] tensors, long start) {
    Tensor[] twins = new Tensor[tensors.length];
    long at = start;
    for (int i = 0; i < twins.length; i++) {
      if (tensors[i] != null) {
        twins[i] = arena.tensor(at, tensors[i].type(), tensors[i].shape());
        at += Block.align(tensors[i].byteSize());
      }
    }
    return twins;
  }

  private static void copy(Tensor[] from, Tensor[] to, BiConsumer<Tensor, Tensor> copy) {
    for (int i = 0; i < from.length; i++) {
      if (from[i] != null) {
        copy.accept(from[i], to[i]);
      }
    }
  }

  @Override
  public void close() {
    kernel.close();
    arena.close();
  }
}

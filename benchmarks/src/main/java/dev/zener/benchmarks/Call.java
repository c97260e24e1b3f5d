package dev.zener.benchmarks;

import dev.zener.device.Block;
import dev.zener.device.Memory;
import dev.zener.device.Recording;
import dev.zener.device.Tensor;
import dev.zener.op.backend.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A call of a kernel. For a kernel on a device, the tensors are copied to the device, and the call
 * is recorded once and then replayed, like the steps of a program.
 */
final class Call implements AutoCloseable {
  private final Memory memory;
  private final Kernel kernel;
  private final Tensor[] outputs;
  private final Tensor[] in;
  private final Tensor[] out;
  private final List<Block> blocks = new ArrayList<>();
  private final Optional<Recording> recording;

  /**
   * Runs the kernel once.
   *
   * @param kernel closed by {@link #close}
   */
  Call(Memory memory, Kernel kernel, Tensor[] inputs, Tensor[] outputs) {
    this.memory = memory;
    this.kernel = kernel;
    this.outputs = outputs;
    in = new Tensor[inputs.length];
    for (int i = 0; i < in.length; i++) {
      in[i] = here(inputs[i]);
      if (in[i] != inputs[i]) {
        memory.upload(inputs[i], in[i].copyOf(inputs[i]));
      }
    }
    out = new Tensor[outputs.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = here(outputs[i]);
    }
    kernel.prepare(in, out);
    kernel.run(in, out);
    memory.await();
    recording =
        memory.canRecord()
            ? Optional.of(memory.record(() -> kernel.run(in, out)))
            : Optional.empty();
  }

  private Tensor here(Tensor host) {
    if (memory.isHost()) {
      return host;
    }
    Block block = memory.allocate((long) host.size() * host.type().bytes());
    blocks.add(block);
    return block.tensor(0, host.type(), host.shape());
  }

  /** Runs the kernel and waits until it is done. */
  void run() {
    recording.ifPresentOrElse(Recording::replay, this::again);
    memory.await();
  }

  private void again() {
    kernel.prepare(in, out);
    kernel.run(in, out);
  }

  /** Copies the outputs of the last call from the device to the host. */
  void fetch() {
    for (int i = 0; i < out.length; i++) {
      if (out[i] != outputs[i]) {
        memory.download(out[i], outputs[i]);
      }
    }
  }

  @Override
  public void close() {
    recording.ifPresent(Recording::close);
    kernel.close();
    blocks.forEach(Block::close);
  }
}

package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.device.Block;
import dev.zener.device.ElementType;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of an op: on the host, where tests write and read them, and where the backend's
 * kernels read and write them. Guard bytes follow each tensor.
 */
final class OpMemory implements AutoCloseable {
  private static final byte GUARD = 0x5A;

  private final Memory memory;
  private final List<Block> blocks = new ArrayList<>();
  private final List<Guard> guards = new ArrayList<>();
  private final Map<Tensor, Tensor> twins = new IdentityHashMap<>();

  private record Guard(Memory where, Tensor bits) {}

  OpMemory(Memory memory) {
    this.memory = memory;
  }

  /** A tensor on the host. */
  Tensor tensor(ElementType type, long... shape) {
    Tensor host = guarded(Memory.HOST, type, shape);
    if (!memory.isHost()) {
      twins.put(host, guarded(memory, type, shape).copyOf(host));
    }
    return host;
  }

  private Tensor guarded(Memory where, ElementType type, long... shape) {
    long bytes = Tensor.elements(shape) * type.bytes();
    long aligned = (bytes + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
    Block block = where.allocate(aligned + Block.ALIGNMENT);
    blocks.add(block);
    Tensor guard = block.tensor(aligned, ElementType.INT32, Block.ALIGNMENT / Integer.BYTES);
    try (Block host = Block.allocate(Block.ALIGNMENT)) {
      Tensor bits = host.tensor(0, ElementType.INT32, guard.shape());
      bits.bytes().put(guardBytes());
      where.upload(bits, guard);
    }
    guards.add(new Guard(where, guard));
    return block.tensor(0, type, shape);
  }

  private static byte[] guardBytes() {
    byte[] guard = new byte[Block.ALIGNMENT];
    Arrays.fill(guard, GUARD);
    return guard;
  }

  /** Copies of the tensors for a kernel, with the contents of the host. Null stays null. */
  Tensor[] toDevice(Tensor[] tensors) {
    Tensor[] here = tensors.clone();
    for (int i = 0; i < here.length; i++) {
      if (here[i] != null && !memory.isHost()) {
        here[i] = twins.get(tensors[i]);
        memory.upload(tensors[i], here[i]);
        here[i].changed();
      }
    }
    return here;
  }

  /** Copies the tensors of the kernel back to the host. */
  void fromDevice(Tensor[] tensors) {
    for (Tensor t : tensors) {
      if (t != null && !memory.isHost()) {
        memory.download(twins.get(t), t);
      }
    }
  }

  void checkGuards(String op) {
    for (Guard guard : guards) {
      try (Block host = Block.allocate(Block.ALIGNMENT)) {
        Tensor found = host.tensor(0, ElementType.INT32, guard.bits().shape());
        guard.where().download(guard.bits(), found);
        byte[] bytes = new byte[Block.ALIGNMENT];
        found.bytes().get(bytes);
        assertThat(bytes).as(op + " writes behind a tensor").isEqualTo(guardBytes());
      }
    }
  }

  @Override
  public void close() {
    blocks.forEach(Block::close);
  }
}

package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.Memory;
import dev.zener.device.Tensor;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Brings a program's host tensors to where its steps run, and the results back. */
interface Residence extends AutoCloseable {
  /** What a step reads and writes in the place of a bound tensor. */
  Tensor bound(Tensor host);

  /** What a step reads in the place of an input. */
  Tensor input(String name, Tensor host);

  /** A result for the host, valid until the next run. */
  Tensor output(String name, Tensor computed);

  /** Says that a step has changed a bound tensor. */
  void written(Tensor host);

  @Override
  void close();

  /** Steps run on the host: everything is where it belongs. */
  final class Host implements Residence {
    @Override
    public Tensor bound(Tensor host) {
      return host;
    }

    @Override
    public Tensor input(String name, Tensor host) {
      return host;
    }

    @Override
    public Tensor output(String name, Tensor computed) {
      return computed;
    }

    @Override
    public void written(Tensor host) {
      // in place
    }

    @Override
    public void close() {
      // owns nothing
    }
  }

  /**
   * Steps run on a device: bound tensors have a {@link Mirror}, inputs and results are copied in
   * each run, in memory that is kept.
   */
  final class Device implements Residence {
    private final Memory memory;
    private final Map<Tensor, Mirror> mirrors = new IdentityHashMap<>();
    private final Map<String, Block> inputs = new HashMap<>();
    private final Map<String, Block> outputs = new HashMap<>();

    Device(Memory memory) {
      this.memory = memory;
    }

    @Override
    public Tensor bound(Tensor host) {
      return mirrors.computeIfAbsent(host, t -> Mirror.of(memory, t)).current();
    }

    @Override
    public Tensor input(String name, Tensor host) {
      Tensor here = room(inputs, name, host, memory).copyOf(host);
      memory.upload(host, here);
      return here;
    }

    @Override
    public Tensor output(String name, Tensor computed) {
      Tensor host = room(outputs, name, computed, Memory.HOST);
      memory.download(computed, host);
      return host;
    }

    private static Tensor room(Map<String, Block> blocks, String name, Tensor like, Memory memory) {
      long bytes = (long) like.size() * like.type().bytes();
      Block block = blocks.get(name);
      if (block == null || block.bytes() < bytes) {
        if (block != null) {
          blocks.remove(name).close();
        }
        block = memory.allocate(bytes + bytes / 4);
        blocks.put(name, block);
      }
      return block.tensor(0, like.type(), like.shape());
    }

    @Override
    public void written(Tensor host) {
      mirrors.get(host).written();
    }

    @Override
    public void close() {
      for (Map<String, Block> blocks : List.of(inputs, outputs)) {
        blocks.values().forEach(Block::close);
        blocks.clear();
      }
      mirrors.values().forEach(Mirror::close);
      mirrors.clear();
    }
  }
}

package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.Memory;
import dev.zener.device.Shared;
import dev.zener.device.Tensor;

/**
 * The copy of a host tensor on a device. It is uploaded on first use and after the host has changed
 * the tensor, and downloaded when the host reads a tensor that the device has changed. All programs
 * on a device share it.
 */
final class Mirror implements AutoCloseable {
  /** The key of a mirror. Tensors are compared by identity. */
  private record Key(Memory memory, Tensor host) {}

  private static final Shared<Key, Mirror> SHARED = new Shared<>();

  private final Key key;
  private final Block block;
  private final Tensor here;
  private long version = -1;

  private Mirror(Key key) {
    this.key = key;
    block = key.memory.allocate(key.host.byteSize());
    here = block.tensor(0, key.host.type(), key.host.shape());
  }

  /** The mirror of a tensor. The caller must close it. */
  static Mirror of(Memory memory, Tensor host) {
    return SHARED.take(new Key(memory, host), Mirror::new);
  }

  /** The tensor on the device, updated if the host has changed its own. */
  synchronized Tensor current() {
    if (version != key.host.version()) {
      key.memory.upload(key.host, here);
      here.changed();
      version = key.host.version();
    }
    return here;
  }

  /** Records that the device has changed the tensor. */
  synchronized void written() {
    key.host.newerOnDevice(() -> key.memory.download(here, key.host));
  }

  @Override
  public void close() {
    SHARED.giveBack(key, Mirror::end);
  }

  private void end() {
    key.host.address(); // downloads newer contents
    block.close();
  }
}

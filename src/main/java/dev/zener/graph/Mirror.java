package dev.zener.graph;

import dev.zener.device.Block;
import dev.zener.device.Memory;
import dev.zener.device.Shared;
import dev.zener.device.Tensor;

/**
 * A host tensor on a device: copied there on first use and when the host says that it changed, and
 * back when the host looks at what the device has changed. All programs on a device share it.
 */
final class Mirror implements AutoCloseable {
  /** What distinguishes one from another. Tensors are compared by identity. */
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

  /** That of a tensor; whoever takes it closes it. */
  static Mirror of(Memory memory, Tensor host) {
    return SHARED.take(new Key(memory, host), Mirror::new);
  }

  /** The tensor on the device, as new as the host's. */
  synchronized Tensor current() {
    if (version != key.host.version()) {
      key.memory.upload(key.host, here);
      here.changed();
      version = key.host.version();
    }
    return here;
  }

  /** Says that the device has changed it. */
  synchronized void written() {
    key.host.newerOnDevice(() -> key.memory.download(here, key.host));
  }

  @Override
  public void close() {
    SHARED.giveBack(key, Mirror::end);
  }

  private void end() {
    key.host.address(); // fetches what is newer here
    block.close();
  }
}

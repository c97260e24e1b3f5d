package dev.zener.device;

/** Work that a device was told once, to be put there again as a whole. */
public interface Recording extends AutoCloseable {
  /** Puts it on the device: the same addresses, whatever they hold by now. */
  void replay();

  /** Whether memory that it works in has been given up since: then it must not be replayed. */
  boolean isStale();

  @Override
  void close();
}

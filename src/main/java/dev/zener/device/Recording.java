package dev.zener.device;

/** Recorded device work that can be replayed as a whole. */
public interface Recording extends AutoCloseable {
  /** Starts the work on the device, with the same addresses and their current contents. */
  void replay();

  /** Whether memory that the work uses has been freed, so that it must not be replayed. */
  boolean isStale();

  @Override
  void close();
}

package dev.zener.op.cuda;

import dev.zener.op.Backend;

/** A stream that is not Zener's own, as ND4J's CUDA backend has one for each thread. */
public final class OtherStream implements AutoCloseable {
  private final long stream;

  public OtherStream() {
    long[] out = new long[1];
    Card.check(Native.openStream(out));
    stream = out[0];
  }

  /** The backend whose kernels go to it. */
  public Backend backend() {
    return CudaBackend.onStream(stream);
  }

  /** What is put on it meanwhile does not run, until the result of this does. */
  public Runnable hold(Runnable work) {
    Card.check(Native.beginRecording(stream));
    long[] recording = new long[1];
    try {
      work.run();
    } finally {
      Card.check(Native.endRecording(stream, recording));
    }
    return () -> {
      Card.check(Native.replay(recording[0], stream));
      Card.check(Native.await(stream));
      Card.check(Native.closeRecording(recording[0]));
    };
  }

  @Override
  public void close() {
    Card.check(Native.closeStream(stream));
  }
}

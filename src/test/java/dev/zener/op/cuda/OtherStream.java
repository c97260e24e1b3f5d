package dev.zener.op.cuda;

import dev.zener.op.backend.Backend;

/** A stream that does not belong to Zener, like that of ND4J's CUDA backend for each thread. */
public final class OtherStream implements AutoCloseable {
  private final long stream;

  public OtherStream() {
    long[] out = new long[1];
    Card.check(Native.openStream(out));
    stream = out[0];
  }

  /** The backend whose kernels run on this stream. */
  public Backend backend() {
    return CudaBackend.onStream(stream);
  }

  /** Puts work on the stream but does not run it. The result runs it. */
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

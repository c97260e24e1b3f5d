package dev.zener.op.cuda;

import dev.zener.device.Arena;
import dev.zener.device.Block;
import dev.zener.device.Memory;
import dev.zener.device.Recording;
import dev.zener.device.Tensor;
import dev.zener.problem.Setting;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The CUDA device of this process, the first in {@code CUDA_VISIBLE_DEVICES}: its memory, the
 * stream for all work, cuBLASLt once a matrix product needs it, and scratch memory, which kernels
 * share because they run one after the other.
 */
final class Card implements Memory {
  /** The system property that disables recording; each step is then waited for. */
  static final String STEPWISE = "zener.cuda.stepwise";

  /** The alignment of memory that CUDA allocates, for which cuBLASLt has its fastest algorithms. */
  private static final int ALIGNMENT = 256;

  /** CUDA's error code for insufficient memory. */
  private static final int NO_MEMORY = 2;

  /** The value of ZENER_NO_DEVICE in zener.h. */
  private static final int NO_DEVICE = 10_003;

  /**
   * The properties of the device.
   *
   * @param name the name of the device
   * @param major the major number of the compute capability
   * @param minor the minor number of the compute capability
   * @param processors the number of multiprocessors
   * @param bytes the size of its memory in bytes
   * @param driver the CUDA version that the driver supports, as 1000 major + 10 minor
   * @param runtime the CUDA version of the library, in the same form
   * @param emulated whether the kernels run as plain C++ on the host, without a GPU
   */
  record Description(
      String name,
      int major,
      int minor,
      int processors,
      long bytes,
      int driver,
      int runtime,
      boolean emulated) {
    /** Whether it supports bfloat16 and TF32 products, which GPUs do from Ampere on. */
    boolean ampere() {
      return major >= 8;
    }

    /** See {@link CudaBackend#requireNd4j}: nd4j-cuda-11.6 has code up to 8.9, and no PTX. */
    void requireNd4j() {
      if (major > 8) {
        throw new IllegalStateException(
            "ND4J's CUDA backend has no code for "
                + name
                + " (compute capability "
                + major
                + "."
                + minor
                + "; its last is 8.9): use the build without the profile nd4j-cuda, which does not"
                + " need that backend");
      }
    }
  }

  /** Cards for work on other streams, by stream. */
  private static final Map<Long, Card> OTHERS = new ConcurrentHashMap<>();

  private final Description description;
  private final long stream;

  /**
   * The stream on which work is recorded. It is not used for anything else, because a copy or wait
   * of another thread on a stream that records would end the recording.
   */
  private final long recordingStream;

  /** The thread that records now, or null. */
  private volatile Thread recorder;

  private long linear;
  private Block workspace;
  private final Arena scratch = new Arena(this);

  /** The number of times that scratch memory has moved; recordings contain its addresses. */
  private volatile int moves;

  private Card(Description description, long stream) {
    this.description = description;
    this.stream = stream;
    recordingStream = openStream();
  }

  private static Card open() {
    return new Card(describe(), openStream());
  }

  private static long openStream() {
    long[] stream = new long[1];
    check(Native.openStream(stream));
    return stream[0];
  }

  /** The same device for work on an existing stream, a cudaStream_t. */
  Card on(long otherStream) {
    return OTHERS.computeIfAbsent(otherStream, s -> new Card(description, s));
  }

  /** The reason why there is no usable device; empty if there is one. */
  static Optional<String> failure() {
    return CudaLibrary.FAILURE.isPresent()
        ? CudaLibrary.FAILURE
        : Holder.FAILURE.map(Throwable::getMessage);
  }

  /** The reason why an existing device cannot be used although this build has CUDA kernels. */
  static Optional<String> defect() {
    return CudaLibrary.FAILURE.isPresent()
        ? Optional.empty()
        : Holder.FAILURE.filter(f -> f.code() != NO_DEVICE).map(Throwable::getMessage);
  }

  /** The device; to be called only if {@link #failure} is empty. */
  static Card get() {
    return Holder.CARD;
  }

  private static Description describe() {
    String[] name = new String[1];
    long[] n = new long[7];
    check(Native.device(name, n));
    return new Description(
        name[0], (int) n[0], (int) n[1], (int) n[2], n[3], (int) n[4], (int) n[5], n[6] != 0);
  }

  /**
   * As {@link #check}, for a call that needs memory which depends on the size of the batch.
   *
   * @throws OutOfMemoryError if there is not enough memory on the device
   */
  private static void checkMemory(int code) {
    if (code == NO_MEMORY) {
      throw new OutOfMemoryError(
          Native.error() + "; use smaller batches (" + Setting.BATCH + ") or bfloat16");
    }
    check(code);
  }

  /** Throws an exception unless a call's error code is 0. */
  static void check(int code) {
    if (code != 0) {
      throw new CudaException(code, Native.error());
    }
  }

  /** The address of a tensor; 0 for null. */
  static long at(Tensor t) {
    return t == null ? 0 : t.address();
  }

  Description description() {
    return description;
  }

  /** The stream for kernels of the calling thread. */
  long stream() {
    return Thread.currentThread() == recorder ? recordingStream : stream;
  }

  /** The handle for matrix products; see {@link #prepareProducts}. */
  synchronized long linear() {
    return linear;
  }

  /**
   * Opens cuBLASLt and allocates its memory, unless this has been done. Must be called before the
   * first product, outside of a recording.
   *
   * @throws CudaException if there is no cuBLASLt; the message lists the ways to get it
   */
  synchronized void prepareProducts() {
    if (linear == 0) {
      linear = Cublaslt.open();
    }
    if (workspace == null) {
      workspace = allocate(Native.linearWorkspace());
    }
  }

  /** The reason why matrix products cannot be computed; empty if they can. */
  Optional<String> productsMissing() {
    try {
      prepareProducts();
      return Optional.empty();
    } catch (CudaException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** The version and file of cuBLASLt; only if {@link #productsMissing} is empty. */
  String cublaslt() {
    return Native.linearLibrary(linear());
  }

  /** The address of memory reserved for cuBLASLt. */
  synchronized long workspace() {
    return workspace.address();
  }

  /** Makes sure that {@link #scratch} has at least this many bytes. */
  synchronized void reserve(long bytes) {
    if (scratch.bytes() < bytes) {
      await(); // kernels may still use the old memory
      moves++;
      scratch.reserve(bytes);
    }
  }

  /** The address of scratch memory for the run of a kernel; any later run may overwrite it. */
  synchronized long scratch() {
    return scratch.address();
  }

  @Override
  public Block allocate(long bytes) {
    long[] address = new long[1];
    checkMemory(Native.allocate(Math.max(1, bytes), address));
    long at = address[0];
    return Block.onDevice(at, bytes, () -> check(Native.release(at)));
  }

  @Override
  public boolean isHost() {
    return false;
  }

  @Override
  public int alignment() {
    return ALIGNMENT;
  }

  @Override
  public void upload(Tensor host, Tensor here) {
    check(Native.upload(here.address(), host.address(), host.byteSize(), stream));
  }

  @Override
  public void download(Tensor here, Tensor host) {
    check(Native.download(host.address(), here.address(), here.byteSize(), stream));
  }

  /** Waits until all work on the stream is done. */
  @Override
  public void await() {
    check(Native.await(stream));
  }

  @Override
  public boolean canRecord() {
    return !Boolean.getBoolean(STEPWISE);
  }

  @Override
  public Recording record(Runnable work) {
    long[] recorded = new long[1];
    check(Native.beginRecording(recordingStream));
    recorder = Thread.currentThread();
    boolean whole = false;
    try {
      work.run();
      whole = true;
    } finally {
      recorder = null;
      int code = Native.endRecording(recordingStream, recorded);
      if (whole) {
        checkMemory(code);
      } else if (recorded[0] != 0) {
        Native.closeRecording(recorded[0]);
      }
    }
    return new Recorded(recorded[0], moves);
  }

  /** A recording as a CUDA graph. */
  private final class Recorded implements Recording {
    private final long handle;
    private final int moved;

    Recorded(long handle, int moved) {
      this.handle = handle;
      this.moved = moved;
    }

    @Override
    public void replay() {
      check(Native.replay(handle, stream));
    }

    @Override
    public boolean isStale() {
      return moved != moves;
    }

    @Override
    public void close() {
      Card.this.await();
      check(Native.closeRecording(handle));
    }
  }

  /** Opens the device once. */
  private static final class Holder {
    static final Card CARD;
    static final Optional<CudaException> FAILURE;

    static {
      Card card = null;
      CudaException failure = null;
      try {
        card = open();
      } catch (CudaException e) {
        failure = e;
      }
      CARD = card;
      FAILURE = Optional.ofNullable(failure);
    }
  }
}

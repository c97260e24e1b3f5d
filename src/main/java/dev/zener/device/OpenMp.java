package dev.zener.device;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Sets the number of OpenMP threads of native calls made by the current Java thread. Zener uses one
 * and distributes work by {@link Workers}, because OpenMP's threads spin at their barriers. On a
 * busy machine, or between two loops in Java, that costs more than the call itself.
 */
public final class OpenMp {
  private static final NativeOps NATIVE = load();

  private OpenMp() {}

  private static NativeOps load() {
    JavaCpp.prepare();
    Nd4j.getBackend(); // loads the native library, and with it the one OpenMP of the process
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /**
   * Sets one OpenMP thread for the current thread.
   *
   * @return the previous number, to be restored by {@link #set}
   */
  public static int single() {
    int before = NATIVE.ompGetMaxThreads();
    NATIVE.setOmpNumThreads(1);
    return before;
  }

  /** Runs work that calls kernels from this thread, with one OpenMP thread. */
  public static <T> T single(Supplier<T> work) {
    int before = single();
    try {
      return work.get();
    } finally {
      set(before);
    }
  }

  /** Sets the number of OpenMP threads for the current thread. */
  public static void set(int threads) {
    NATIVE.setOmpNumThreads(threads);
  }
}

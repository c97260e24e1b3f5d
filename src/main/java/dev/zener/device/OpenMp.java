package dev.zener.device;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * How many OpenMP threads a native call takes when this Java thread makes it. Ours take one: work
 * is spread by {@link Workers}, since OpenMP's own threads spin at their barriers, which on a
 * machine with other work to do (or between two loops in Java) costs more than the call itself.
 */
public final class OpenMp {
  private static final NativeOps NATIVE = load();

  private OpenMp() {}

  private static NativeOps load() {
    JavaCpp.prepare();
    Nd4j.getBackend(); // loads the native library, and with it the one OpenMP of the process
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }

  /** From now on one for this thread. → what it was, for {@link #set}. */
  public static int single() {
    int before = NATIVE.ompGetMaxThreads();
    NATIVE.setOmpNumThreads(1);
    return before;
  }

  /** Sets it for this thread. */
  public static void set(int threads) {
    NATIVE.setOmpNumThreads(threads);
  }
}

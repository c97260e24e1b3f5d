package dev.zener.op.onednn.primitive;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;

/** The oneDNN CPU engine of this process, and one stream per thread. */
public final class Engine {
  private static final dnnl_engine ENGINE = new dnnl_engine();
  private static final ThreadLocal<dnnl_stream> STREAM = ThreadLocal.withInitial(Engine::newStream);

  static {
    // oneDNN caches the code of primitives, and all threads share it: the code of a shape is in
    // memory only once, however many threads use it
    check(dnnl.dnnl_set_primitive_cache_capacity(Primitives.KEPT), "primitive cache");
    check(dnnl.dnnl_engine_create(ENGINE, dnnl.dnnl_cpu, 0), "engine");
  }

  private Engine() {}

  private static dnnl_stream newStream() {
    dnnl_stream stream = new dnnl_stream();
    check(dnnl.dnnl_stream_create(stream, ENGINE, dnnl.dnnl_stream_default_flags), "stream");
    return stream;
  }

  public static dnnl_engine get() {
    return ENGINE;
  }

  static dnnl_stream stream() {
    return STREAM.get();
  }

  /** Throws an exception unless a call's status is success. */
  public static void check(int status, String what) {
    if (status != dnnl.dnnl_success) {
      throw new IllegalStateException("oneDNN: " + what + " failed with status " + status);
    }
  }
}

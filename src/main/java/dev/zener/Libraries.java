package dev.zener;

import dev.zener.op.onednn.OneDnnBackend;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;

/** Versions of the libraries that compute. */
public final class Libraries {
  private Libraries() {}

  /** By name; oneDNN only where it loads. */
  public static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    // 1.0.0-M2.1 keeps its version in no manifest entry that a shaded jar would preserve
    versions.put("ND4J", "1.0.0-M2.1 (" + Nd4j.getBackend().getClass().getSimpleName() + ")");
    if (OneDnnBackend.failure().isEmpty()) {
      versions.put("oneDNN", OneDnnBackend.version());
    }
    return versions;
  }
}

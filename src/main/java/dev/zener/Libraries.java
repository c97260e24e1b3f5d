package dev.zener;

import dev.zener.op.onednn.OneDnnBackend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Versions of Zener and of the numerical libraries it uses. */
public final class Libraries {
  private static final Properties BUILT_WITH = read();

  private Libraries() {}

  private static Properties read() {
    Properties properties = new Properties();
    try (InputStream in = Libraries.class.getResourceAsStream("versions.properties")) {
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("versions.properties cannot be read", e);
    }
  }

  /** The version of Zener. */
  public static String zener() {
    return BUILT_WITH.getProperty("zener");
  }

  /**
   * The versions of the numerical libraries, by name. ND4J and OpenBLAS have the versions of the
   * build; oneDNN has the version that the loaded library reports, and is left out if it cannot be
   * loaded.
   */
  public static Map<String, String> versions() {
    Map<String, String> versions = new LinkedHashMap<>();
    for (String name : List.of("ND4J", "OpenBLAS")) {
      versions.put(name, BUILT_WITH.getProperty(name));
    }
    if (OneDnnBackend.failure().isEmpty()) {
      versions.put("oneDNN", OneDnnBackend.version());
    }
    return versions;
  }
}

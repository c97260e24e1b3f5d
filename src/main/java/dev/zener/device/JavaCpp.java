package dev.zener.device;

/**
 * Configures JavaCPP before its first use. By default, JavaCPP refuses allocations when the process
 * uses more than four times the Java heap. Zener keeps large data outside the heap, which may be
 * small, so this limit is removed.
 */
public final class JavaCpp {
  /** The system property of the limit; 0 means none. A value that is already set is kept. */
  private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  static {
    if (System.getProperty(LIMIT) == null) {
      System.setProperty(LIMIT, "0");
    }
  }

  private JavaCpp() {}

  /** Sets the property. Must be called before any code that may be the first to use JavaCPP. */
  public static void prepare() {
    // calling this method initialises the class
  }
}

package dev.zener.device;

/**
 * What JavaCPP must be told before it starts. It holds the memory of the whole process against four
 * times the Java heap and then refuses to allocate; but here everything large lies outside of the
 * heap, which may well be small.
 */
public final class JavaCpp {
  /** Its system property; 0 is no limit. What a host has set stays. */
  private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  static {
    if (System.getProperty(LIMIT) == null) {
      System.setProperty(LIMIT, "0");
    }
  }

  private JavaCpp() {}

  /** To be called by whoever may be the first to use it. */
  public static void prepare() {
    // the class is initialised
  }
}

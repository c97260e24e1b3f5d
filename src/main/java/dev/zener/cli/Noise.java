package dev.zener.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reduces the log output of libraries. This is done in code by the command line only. A logging
 * configuration in the jar would also affect applications that use Zener as a library.
 */
final class Noise {
  /** Log levels by logger; ND4J logs many lines at its start. */
  private static final Map<String, Level> LEVELS =
      Map.of(
          Logger.ROOT_LOGGER_NAME,
          Level.INFO,
          "org.nd4j",
          Level.WARN,
          "org.nd4j.imports",
          Level.ERROR,
          "org.reflections",
          Level.WARN);

  private Noise() {}

  /** Restricts standard error to warnings and Zener's own messages from now on. */
  static void quiet() {
    quietLogs();
    quietUnsafe();
  }

  private static void quietLogs() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      ConsoleAppender<ILoggingEvent> appender = appender(context);
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
      LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
    }
  }

  /**
   * Java 24 and later print one warning about {@code sun.misc.Unsafe}, which JavaCPP needs. The
   * flag that disables the warning cannot be set in a jar's manifest, so this marks it as already
   * printed.
   */
  private static void quietUnsafe() {
    try {
      Field warned = Class.forName("sun.misc.Unsafe").getDeclaredField("memoryAccessWarned");
      warned.setAccessible(true);
      warned.setBoolean(null, true);
    } catch (ReflectiveOperationException | RuntimeException e) {
      LoggerFactory.getLogger(Noise.class).debug("this Java has no such warning", e);
    }
  }

  private static ConsoleAppender<ILoggingEvent> appender(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern("%level %msg%n%nopex");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}

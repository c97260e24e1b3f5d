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
 * Keeps the libraries below from talking. Done in code, by the program alone: what a library's
 * users log is theirs to say, and a configuration file in the jar would say it.
 */
final class Noise {
  /** ND4J tells at length how it starts. */
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

  /** From here on standard error has warnings and our own remarks alone. */
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
   * Java 24 and later warn once of {@code sun.misc.Unsafe}, which JavaCPP uses and nobody here can
   * do without; the flag against it cannot be given in a jar's manifest. So tell Java it has
   * warned.
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

package dev.zener.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logging of the program. A library must leave it to its host: no configuration file is shipped.
 */
final class Logging {
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

  private Logging() {}

  /** Warnings and our own remarks to standard error. */
  static void quiet() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.reset();
      ConsoleAppender<ILoggingEvent> appender = appender(context);
      context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
      LEVELS.forEach((name, level) -> context.getLogger(name).setLevel(level));
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

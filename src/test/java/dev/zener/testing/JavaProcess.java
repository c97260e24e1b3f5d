package dev.zener.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program in a separate JVM, with a locale that supports only ASCII.
 *
 * @param classPath the class path in Java's syntax
 * @param folder the folder for its standard streams
 * @param options the options of the JVM, which override those of all tests
 * @param environment environment variables in addition to those of this process
 * @param limit the time limit, after which the process is ended and the test fails
 */
public record JavaProcess(
    String classPath,
    Path folder,
    List<String> options,
    Map<String, String> environment,
    Duration limit) {
  /** The exit code of a program and its output, decoded as UTF-8. */
  public record Ended(int code, String out, String err) {}

  /** Uses the class path of this process. */
  public JavaProcess(Path folder) {
    this(System.getProperty("java.class.path"), folder, List.of(), Map.of(), Duration.ofMinutes(2));
  }

  public JavaProcess onClassPath(String... parts) {
    String path = String.join(File.pathSeparator, parts);
    return new JavaProcess(path, folder, options, environment, limit);
  }

  public JavaProcess with(Map<String, String> variables) {
    return new JavaProcess(classPath, folder, options, variables, limit);
  }

  public JavaProcess with(String... more) {
    return new JavaProcess(classPath, folder, Arrays.asList(more), environment, limit);
  }

  public JavaProcess within(Duration time) {
    return new JavaProcess(classPath, folder, options, environment, time);
  }

  /** Runs a class with a main method until it ends. */
  public Ended run(String input, String main, String... arguments) throws Exception {
    Process process = start(input, main, arguments);
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    assertThat(ended).as("%s ended within %s", main, limit).isTrue();
    return ended(process);
  }

  /** The output of a process that has ended. */
  public Ended ended(Process process) throws IOException {
    return new Ended(process.exitValue(), Files.exists(out()) ? text(out()) : "", text(err()));
  }

  private Path out() {
    return folder.resolve("out");
  }

  private Path err() {
    return folder.resolve("err");
  }

  /** Starts a class with a main method. */
  public Process start(String input, String main, String... arguments) throws IOException {
    Path in = Files.writeString(folder.resolve("in"), input);
    return builder(main, arguments)
        .redirectInput(in.toFile())
        .redirectOutput(out().toFile())
        .start();
  }

  /** Starts a class whose standard input and output are pipes to this process. */
  public Process piped(String main, String... arguments) throws IOException {
    return builder(main, arguments).start();
  }

  private ProcessBuilder builder(String main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:TieredStopAtLevel=1"); // in brief runs the second JIT compiler only costs time
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err().toFile());
    builder.environment().put("LC_ALL", "C");
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    builder.environment().putAll(environment);
    return builder;
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}

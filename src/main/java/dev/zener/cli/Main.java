package dev.zener.cli;

import dev.zener.train.ProgressLine;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Starts the program. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Noise.quiet();
    // What a library prints must not get between the results.
    System.setOut(err);
    Streams streams =
        new Streams(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            err,
            ProgressLine.standardErrorIsTerminal());
    System.exit(run(args, streams));
  }

  /**
   * Runs a command within this process, with no terminal.
   *
   * @return the exit code: 0, 1 for a failure, 2 for a command line that is none
   */
  public static int run(String[] args, InputStream in, OutputStream out, PrintStream err) {
    return run(args, new Streams(in, out, err, false));
  }

  private static int run(String[] args, Streams streams) {
    ZenerCommand zener = new ZenerCommand(streams);
    StringWriter help = new StringWriter();
    try {
      int code = commandLine(zener, new PrintWriter(help)).execute(args);
      zener.results().append(help.toString()).flush();
      return code;
    } catch (Results.Unwritten | OutOfMemoryError | LinkageError e) {
      return Failures.code(e, zener);
    }
  }

  /**
   * The commands, ready to parse.
   *
   * @param help where help and version go; a writer of this kind hides that it cannot write
   */
  static CommandLine commandLine(ZenerCommand zener, PrintWriter help) {
    CommandLine cli = new CommandLine(zener);
    Choice.register(cli);
    cli.setOut(help);
    cli.setErr(new PrintWriter(zener.streams().err(), true));
    cli.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    cli.setExpandAtFiles(false);
    cli.setUsageHelpWidth(100);
    cli.setUsageHelpLongOptionsMaxWidth(34);
    cli.setParameterExceptionHandler((e, arguments) -> Failures.usage(e, zener));
    cli.setExecutionExceptionHandler((e, command, parsed) -> Failures.code(e, zener));
    return cli;
  }
}

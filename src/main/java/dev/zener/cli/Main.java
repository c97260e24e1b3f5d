package dev.zener.cli;

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

/** The entry point of the command line. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    Noise.quiet();
    // Output of libraries must not mix with the results.
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
   * Runs a command within this process, without a terminal.
   *
   * @return the exit code: 0 for success, 1 for a failure, 2 for an invalid command line
   */
  public static int run(String[] args, InputStream in, OutputStream out, PrintStream err) {
    return run(args, new Streams(in, out, err, false));
  }

  private static int run(String[] args, Streams streams) {
    ZenerCommand zener = new ZenerCommand(streams);
    StringWriter help = new StringWriter();
    int code = 0;
    try {
      code = commandLine(zener, new PrintWriter(help)).execute(args);
      zener.results().append(help.toString()).flush();
      return code;
    } catch (Results.Unwritten e) {
      // A reader that is gone does not make a success of a command that has failed.
      return code == 0 ? Failures.code(e, zener) : code;
    } catch (OutOfMemoryError | LinkageError e) {
      return Failures.code(e, zener);
    }
  }

  /**
   * Creates the parser with all commands.
   *
   * @param help receives help and version; it must not be standard output itself, since a
   *     PrintWriter hides write errors
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

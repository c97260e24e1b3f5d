package dev.zener.cli;

import dev.zener.op.cuda.CudaException;
import dev.zener.problem.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports exceptions that ended a command. */
final class Failures {
  private Failures() {}

  /** Reports a failure on standard error and returns the exit code. */
  static int code(Throwable failure, ZenerCommand zener) {
    if (failure instanceof Results.Unwritten unwritten && unwritten.readerGone()) {
      return CommandLine.ExitCode.OK;
    }
    zener.note("zener: " + message(failure));
    if (zener.debug()) {
      failure.printStackTrace(zener.streams().err());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** Reports an invalid command line on standard error and returns the exit code. */
  static int usage(ParameterException failure, ZenerCommand zener) {
    CommandLine command = failure.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    SettingNames names = new SettingNames(command.getCommandSpec());
    zener.note(name + ": " + names.translate(failure.getMessage()));
    UnmatchedArgumentException.printSuggestions(failure, command.getErr());
    zener.streams().err().print(command.getHelp().fullSynopsis());
    zener.note("For details run: " + name + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static String message(Throwable failure) {
    if (failure instanceof UncheckedIOException unchecked) {
      return message(unchecked);
    }
    if (failure instanceof IOException io) {
      return message(io);
    }
    if (failure.getMessage() == null && failure.getCause() != null) {
      return message(failure.getCause());
    }
    if (failure.getMessage() == null) {
      return failure.getClass().getName() + " (run with --debug for the stack trace)";
    }
    if (failure instanceof CudaException) {
      return "the CUDA device failed: " + failure.getMessage();
    }
    if (failure instanceof OutOfMemoryError) {
      return "not enough memory: " + failure.getMessage();
    }
    return failure instanceof Error || !expected((Exception) failure)
        ? failure.getClass().getSimpleName() + ": " + failure.getMessage()
        : failure.getMessage();
  }

  /** Whether a failure is due to invalid input or settings; all others are bugs. */
  private static boolean expected(Exception failure) {
    return failure instanceof InputException || failure instanceof IllegalArgumentException;
  }

  private static String message(UncheckedIOException failure) {
    IOException cause = failure.getCause();
    boolean bare = failure.getMessage() == null || failure.getMessage().equals(cause.toString());
    return bare ? message(cause) : failure.getMessage() + " (" + message(cause) + ")";
  }

  private static String message(IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": no such file";
    }
    if (failure instanceof AccessDeniedException denied) {
      return denied.getFile() + ": permission denied";
    }
    if (failure instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}

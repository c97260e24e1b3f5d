package dev.zener.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Builds the CUDA kernels as plain C++ before the first test, so that the device {@code cuda}
 * exists on every machine with CMake and g++. If they are missing, a message says so and the tests
 * of {@code cuda} are skipped.
 */
public final class EmulatedCuda implements LauncherSessionListener {
  private static final String FOLDER = "target/emulated";

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty("zener.cuda.library") != null) {
      return;
    }
    if (!has("cmake") || !has("g++")) {
      System.err.println("No CMake or no g++: the CUDA kernels are not tested under emulation.");
      return;
    }
    build();
    System.setProperty(
        "zener.cuda.library", Path.of(FOLDER, "libzener_cuda.so").toAbsolutePath().toString());
  }

  /** Builds while no other process of the tests does. */
  private static void build() {
    try (FileChannel lock =
        FileChannel.open(
            Path.of(FOLDER + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock(); // until it is closed
      run("cmake", "-S", "native", "-B", FOLDER, "-DZENER_EMULATION=ON");
      run("cmake", "--build", FOLDER, "--parallel", "2");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean has(String program) {
    try {
      return start(program, "--version").waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void run(String... command) {
    try {
      Process process = start(command);
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + "\n" + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Process start(String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home")); // needed to find jni.h
    return builder.start();
  }
}

package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.testing.HfTiny;
import dev.zener.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests text that is read from and written to pipes. */
@Tag("slow")
class StreamTest {
  private static final String PROGRAM = "dev.zener.cli.Main";

  /** Ten words of a hundred letters: much text, but few pieces. */
  private static final byte[] LINE =
      (("x".repeat(100) + " ").repeat(9) + "Zagreb\n").getBytes(StandardCharsets.UTF_8);

  /** The KiB by which memory may grow after a third of the text. */
  private static final long ALLOWED = 16 << 10;

  @TempDir Path folder;

  /** 96 MB of text with a heap of 48 MB. */
  @Test
  void moreTextThanMemoryHoldsIsTagged() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc tells resident memory");
    JavaProcess java = new JavaProcess(folder).with("-Xms48m", "-Xmx48m", "-XX:+UseSerialGC");
    Process process = java.piped(PROGRAM, "tag", HfTiny.TAGGER.toString(), "--conll");
    int lines = (96 << 20) / LINE.length;
    Thread feeder = new Thread(() -> feed(process, lines));
    feeder.start();
    long early = 0;
    long late = 0;
    long words = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        words += line.isEmpty() ? 0 : 1;
        if (words == 10L * lines / 3) {
          early = resident(process);
        } else if (words == 10L * lines - 1) {
          late = resident(process);
        }
      }
    }
    feeder.join();
    assertThat(process.waitFor()).as(java.ended(process).err()).isZero();
    assertThat(words).isEqualTo(10L * lines);
    assertThat(late - early).as("%d KiB, later %d", early, late).isLessThan(ALLOWED);
  }

  private static void feed(Process process, int lines) {
    try (OutputStream in = process.getOutputStream()) {
      for (int i = 0; i < lines; i++) {
        in.write(LINE);
      }
    } catch (IOException e) {
      // the process ended early; the test then fails because of its output
    }
  }

  private static long resident(Process process) throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
            .filter(l -> l.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** The reader stops after one line, like {@code head -1}. */
  @Test
  void aReaderThatGoesAwayEndsItQuietly() throws Exception {
    JavaProcess java = new JavaProcess(folder);
    Process process = java.piped(PROGRAM, "tag", HfTiny.TAGGER.toString());
    Thread feeder = new Thread(() -> feed(process, 100_000));
    feeder.start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).contains("Zagreb");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    feeder.join();
    assertThat(java.ended(process).err()).isEmpty();
    assertThat(process.exitValue()).isZero();
  }
}

package dev.zener.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.JavaProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files built to exhaust memory, time or the stack are refused with a heap of 256 MiB. */
@Tag("slow")
class HostileTest {
  @TempDir Path folder;

  @Test
  void everyOneIsAnswered() throws Exception {
    JavaProcess java =
        new JavaProcess(folder)
            .within(Duration.ofMinutes(5))
            .with("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    JavaProcess.Ended ended = java.run("", Hostile.class.getName(), folder.toString());
    assertThat(ended.out().lines().filter(line -> line.startsWith("FAULT"))).isEmpty();
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out().lines().filter(line -> line.startsWith("ok"))).hasSizeGreaterThan(30);
  }
}

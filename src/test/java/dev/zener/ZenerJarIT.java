package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the packed jar as a program and as a library. */
class ZenerJarIT {
  private static final String JAR = System.getProperty("zener.jar");

  @TempDir Path folder;

  /** A JVM whose class path has zener.jar instead of the classes and libraries of the tests. */
  private JavaProcess packed() {
    return new JavaProcess(folder).onClassPath(JAR, "target/test-classes");
  }

  @Test
  void itIsAProgram() throws Exception {
    Path printed = folder.resolve("printed");
    Path input = Files.writeString(folder.resolve("input"), "Ana\n");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR,
                "tag",
                HfTiny.TAGGER.toString(),
                "--conll")
            .redirectInput(input.toFile())
            .redirectOutput(printed.toFile())
            .redirectErrorStream(true)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(printed)).isZero();
    assertThat(printed).as("and nothing to standard error").content().matches("Ana\t[BO]\\S*\\R+");
  }

  @Test
  void aHostThatStartedNd4jFirstCanTagWithIt() throws Exception {
    Ended ended = packed().run("", "dev.zener.cli.HostWithNd4j", HfTiny.TAGGER.toString());
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).startsWith("2.0 ").contains("Zagreb");
  }

  @Test
  void aHostKeepsItsFilesItsExitAndItsPeaceWithIt() throws Exception {
    LibraryTest.assertPeace(packed(), folder);
  }
}

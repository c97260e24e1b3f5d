package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zener.testing.HfTiny;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed jar, as a program and as a library. */
class ZenerJarIT {
  private static final String JAR = System.getProperty("zener.jar");

  @TempDir Path folder;

  /** With zener.jar in the place of all that the tests have on their class path. */
  private JavaProcess packed() {
    return new JavaProcess(folder).onClassPath(JAR, "target/test-classes");
  }

  @Test
  void itIsAProgram() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR,
                "tag",
                HfTiny.TAGGER.toString(),
                "--conll")
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().write("Ana\n".getBytes());
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).as("and nothing to standard error").matches("Ana\t[BO]\\S*\\R+");
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

package dev.zener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.data.FileHash;
import dev.zener.device.ResidentMemory;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import dev.zener.testing.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is interrupted can be resumed, and its results have the same bits as those of an
 * uninterrupted run.
 */
@Tag("slow")
class KilledRunTest {
  private static final String PROGRAM = "dev.zener.cli.Main";

  @TempDir static Path shared;
  private static Path config;

  /** A run that nothing interrupts. */
  private static Path whole;

  @TempDir Path folder;
  private final Random random = new Random(41);

  /**
   * A small model whose states have 10 MB. One is written after each of 12 steps, so that at most
   * times a write is in progress.
   */
  @BeforeAll
  static void run() throws IOException {
    config = new TinyRun(shared).config();
    String larger =
        Files.readString(config)
            .replace("[direct, tsl, msd]", "[direct]")
            .replace("seeds: [3]", "seeds: [1]")
            .replace("layers: 3", "layers: 4")
            .replace("hidden: 16", "hidden: 128")
            .replace("feedForward: 24", "feedForward: 512")
            .replace("epochs: 3", "epochs: 2")
            .replace("checkpointEvery: 5", "checkpointEvery: 1");
    Files.writeString(config, larger);
    whole = shared.resolve("whole");
    assertThat(Ran.command(start(whole)).code()).isZero();
  }

  private static Optional<Path> state(Path run) {
    return TinyRun.artifact(run, "direct-seed1.model.", ".state");
  }

  private static String[] start(Path run) {
    return new String[] {"train", config.toString(), "--output", run.toString()};
  }

  private static String[] resume(Path run) {
    return new String[] {"train", "--resume", run.toString()};
  }

  /** The hashes of the files of a run that must not depend on interruptions, by name. */
  private static Map<String, String> outcome(Path run) throws IOException {
    Map<String, String> outcome = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = run.relativize(file).toString();
        if (name.matches("(model|predictions|artifacts)/.*|results.md")
            && !name.endsWith("README.md")) {
          outcome.put(name, FileHash.of(file).sha256());
        }
        assertThat(name).as("nothing unfinished is left").doesNotMatch("(.*/)?\\.(?!lock).*");
      }
    }
    return outcome;
  }

  private static void assertSame(Path run) throws IOException {
    assertThat(outcome(run)).isEqualTo(outcome(whole)).hasSizeGreaterThan(5);
  }

  @Test
  void aRunThatIsKilledThreeTimesEndsAsIfItNeverHadBeen() throws Exception {
    killAndResume(3);
  }

  @Test
  @Tag("soak")
  void aRunThatIsKilledTwentyTimesEndsAsIfItNeverHadBeen() throws Exception {
    killAndResume(20);
  }

  private void killAndResume(int times) throws Exception {
    Path run = folder.resolve("run");
    JavaProcess java = new JavaProcess(folder);
    int kills = 0;
    int ends = 0;
    while (kills < times) {
      boolean begun = Files.exists(run.resolve("config.yaml"));
      Process process = java.start("", PROGRAM, begun ? resume(run) : start(run));
      boolean killed =
          kills % 2 == 0 ? killWhileWriting(process, run) : killAtRandom(process, begun);
      if (killed) {
        kills++;
      } else {
        assertThat(process.exitValue()).as(java.ended(process).err()).isZero();
        assertSame(run);
        run = folder.resolve("again" + ends++);
      }
    }
    Ended ended =
        java.run("", PROGRAM, Files.exists(run.resolve("config.yaml")) ? resume(run) : start(run));
    assertThat(ended.code()).as(ended.err()).isZero();
    assertSame(run);
  }

  /**
   * Kills the process while it writes a state. Returns whether this happened before the process
   * ended.
   */
  private boolean killWhileWriting(Process process, Path run) throws Exception {
    Path states = run.resolve("artifacts");
    while (process.isAlive()) {
      if (Files.isDirectory(states)) {
        try (Stream<Path> files = Files.list(states)) {
          if (files.anyMatch(file -> file.getFileName().toString().startsWith("."))) {
            return kill(process);
          }
        }
      }
      Thread.sleep(1); // leaves the core to the process
    }
    return false;
  }

  private boolean killAtRandom(Process process, boolean begun) throws Exception {
    boolean ended =
        process.waitFor(begun ? 500 + random.nextInt(4000) : 4000, TimeUnit.MILLISECONDS);
    return !ended && kill(process);
  }

  private static boolean kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    return process.waitFor() != 0;
  }

  /** A limit of the system prevents further writes, like a full disk. */
  @Test
  void aFullDiskEndsARunWithTheStateBeforeIntact() throws Exception {
    Path run = folder.resolve("run");
    Process process = new JavaProcess(folder).start("", PROGRAM, start(run));
    while (process.isAlive() && state(run).isEmpty()) {
      Thread.sleep(1); // leaves the core to the process
    }
    Path state = state(run).orElseThrow();
    List<String> limit =
        List.of("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=1000000");
    assertThat(new ProcessBuilder(limit).inheritIO().start().waitFor()).isZero();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    Ended ended = new JavaProcess(folder).ended(process);
    assertThat(ended.code()).isOne();
    assertThat(ended.err())
        .contains("cannot write " + state + " (File too large)")
        .contains("to continue it, run: zener train --resume " + run);
    Ended resumed = new JavaProcess(folder).run("", PROGRAM, resume(run));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertSame(run);
  }

  @Test
  void anInterruptSaysHowToGoOn() throws Exception {
    Path run = folder.resolve("run");
    Process process = new JavaProcess(folder).start("", PROGRAM, start(run));
    while (process.isAlive() && state(run).isEmpty()) {
      Thread.sleep(1); // leaves the core to the process
    }
    String pid = String.valueOf(process.pid());
    int signal = ignoresInterrupts() ? 15 : 2;
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor())
        .isZero();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Ended ended = new JavaProcess(folder).ended(process);
    assertThat(ended.code()).isEqualTo(128 + signal);
    assertThat(ended.err())
        .endsWith("stopped; to continue it, run: zener train --resume " + run + "\n");
    Ran resumed = Ran.command(resume(run));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertThat(outcome(run)).hasSizeGreaterThan(5);
  }

  @Test
  void aRunThatLacksMemoryGoesOnWithMore() throws Exception {
    assumeTrue(ResidentMemory.now().isPresent(), "nothing tells resident memory");
    Path run = folder.resolve("run");
    Ran refused = Ran.command(Ran.with(start(run), "--max-memory", "40m"));
    assertThat(refused.code()).isOne();
    assertThat(refused.err())
        .contains("the model needs ", "--max-memory allows 40; set --max-memory to at least ")
        .contains("to continue it, run: zener train --resume " + run);
    Ran resumed = Ran.command(Ran.with(resume(run), "--max-memory", "40g"));
    assertThat(resumed.code()).as(resumed.err()).isZero();
    assertSame(run);
  }

  /**
   * Ctrl-C is ignored if the tests run in the background of a shell; started programs inherit this.
   */
  private static boolean ignoresInterrupts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.split("\\s+")[1], 16) >> 1 & 1) == 1);
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() {
    Ran ran = Ran.command(start(Path.of("/proc/self/fdinfo/run")));
    assertThat(ran.code()).isOne();
    assertThat(ran.err()).contains("/proc/self/fdinfo/run: cannot be written", "--output");
  }
}

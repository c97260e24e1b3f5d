package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zener.device.ResidentMemory;
import dev.zener.testing.HfTiny;
import dev.zener.testing.JavaProcess;
import dev.zener.testing.JavaProcess.Ended;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests taggers in a program that runs for months and must not be disturbed by the library. */
@Tag("slow")
class LibraryTest {
  private static final int THREADS = 64;

  /** The KiB that hundreds of taggers may leave behind, less than 4 KiB per tagger. */
  private static final long ALLOWED = 2048;

  @TempDir Path folder;

  @Test
  void sixtyFourThreadsGetTheAnswersOfOne() throws Exception {
    share(6_400);
  }

  @Test
  @Tag("soak")
  void sixtyFourThreadsGetTheAnswersOfOneFor100000Sentences() throws Exception {
    share(100_000);
  }

  /** Half of the threads tag with one model and half with another, one sentence after the other. */
  private static void share(int sentences) throws Exception {
    List<String> texts = new ArrayList<>(HfTiny.sentences());
    texts.add("Zagreb ".repeat(40));
    texts.add("");
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (Tagger one = Tagger.open(HfTiny.TAGGER);
        Tagger other = Tagger.open(HfTiny.TAGGER, TaggerOptions.DEFAULTS.withMaxPieces(16))) {
      List<TaggedText> ofOne = texts.stream().map(one::tag).toList();
      List<TaggedText> ofOther = texts.stream().map(other::tag).toList();
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Tagger mine = t % 2 == 0 ? one : other;
        List<TaggedText> truth = t % 2 == 0 ? ofOne : ofOther;
        int first = t;
        wrong.add(
            pool.submit(
                () -> {
                  int differ = 0;
                  for (int i = 0; i < sentences / THREADS; i++) {
                    int k = (first + i) % texts.size();
                    differ += mine.tag(texts.get(k)).equals(truth.get(k)) ? 0 : 1;
                  }
                  return differ;
                }));
      }
      for (Future<Integer> differ : wrong) {
        assertThat(differ.get()).isZero();
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aTaggerThatIsClosedLeavesNoMemoryBehind() throws Exception {
    reopen(300);
  }

  @Test
  @Tag("soak")
  void aThousandTaggersLeaveNoMemoryBehind() throws Exception {
    reopen(1000);
  }

  private void reopen(int times) throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/status")), "no /proc tells resident memory");
    JavaProcess java =
        new JavaProcess(folder)
            .with(
                "-Xms128m",
                "-Xmx128m",
                "-XX:+AlwaysPreTouch",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1");
    Ended ended = java.run("", Host.class.getName(), "reopen", String.valueOf(times));
    assertThat(ended.code()).as(ended.err()).isZero();
    List<Long> resident = ended.out().lines().map(Long::valueOf).toList();
    assertThat(resident).hasSize(3);
    assertThat(resident.get(2) - resident.get(1)).as("%s", resident).isLessThan(ALLOWED);
  }

  /**
   * The folders are empty at the start and show every file that is written. The list of loaded
   * classes shows whether the network is used.
   */
  @Test
  void aHostKeepsItsFilesItsExitAndItsPeace() throws Exception {
    assertPeace(new JavaProcess(folder), folder);
  }

  static void assertPeace(JavaProcess process, Path folder) throws Exception {
    List<Path> places = new ArrayList<>();
    for (String name : List.of("home", "tmp", "cache")) {
      places.add(Files.createDirectory(folder.resolve(name)));
    }
    JavaProcess java =
        process
            .with(
                "-Duser.home=" + places.get(0),
                "-Djava.io.tmpdir=" + places.get(1),
                "-Dorg.bytedeco.javacpp.cachedir=" + places.get(2),
                "-XX:-UsePerfData",
                "-Xlog:class+load:file=" + folder.resolve("classes"),
                "--add-opens=java.base/java.lang=ALL-UNNAMED")
            .with(Map.of("HOME", places.get(0).toString()));
    Ended ended = java.run("", Host.class.getName(), "tag");
    assertThat(ended.code()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo("tagged\nhooks []\nthe host goes on\n");
    assertThat(files(places.get(0))).as("home").isEmpty();
    assertThat(files(places.get(1))).as("temporary files").isEmpty();
    assertThat(files(places.get(2))).as("the cache of native libraries").isNotEmpty();
    assertThat(Files.readString(folder.resolve("classes")))
        .contains("dev.zener.Tagger")
        .doesNotContain("java.net.Socket ", "sun.nio.ch.NioSocketImpl", "java.net.HttpURLConn");
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** The program that runs in the other JVM. */
  public static final class Host {
    private Host() {}

    public static void main(String[] args) throws Exception {
      if (args[0].equals("reopen")) {
        reopen(Integer.parseInt(args[1]));
      } else {
        tag();
      }
    }

    private static void reopen(int times) {
      for (int i = 1; i <= times; i++) {
        try (Tagger tagger = Tagger.open(HfTiny.TAGGER)) {
          tagger.tag("Ana ide u Zagreb");
        }
        if (i == 1 || i == times / 2 || i == times) {
          System.gc();
          System.out.println(ResidentMemory.now().orElseThrow() >> 10);
        }
      }
    }

    private static void tag() throws Exception {
      try (Tagger tagger = Tagger.open(HfTiny.TAGGER)) {
        tagger.tag("Ana ide u Zagreb");
        System.out.println("tagged");
      }
      System.out.println("hooks " + hooks());
      System.out.println("the host goes on");
    }

    /** The shutdown hooks of the JVM, without the hook of its own logging. */
    private static List<String> hooks() throws Exception {
      Field hooks = Class.forName("java.lang.ApplicationShutdownHooks").getDeclaredField("hooks");
      hooks.setAccessible(true);
      return ((Map<?, ?>) hooks.get(null))
          .keySet().stream()
              .map(hook -> hook.getClass().getName())
              .filter(name -> !name.equals("java.util.logging.LogManager$Cleaner"))
              .toList();
    }
  }
}

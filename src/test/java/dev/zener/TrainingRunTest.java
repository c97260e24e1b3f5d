package dev.zener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.zener.data.FileHash;
import dev.zener.device.ElementType;
import dev.zener.pretrained.LoadedModel;
import dev.zener.pretrained.ModelDirectory;
import dev.zener.problem.InputException;
import dev.zener.testing.ShippedText;
import dev.zener.testing.TinyRun;
import dev.zener.train.TrainEvent;
import dev.zener.train.TrainListener;
import dev.zener.weights.WeightFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests whole runs with a few dozen real sentences and a very small encoder. */
@Tag("slow")
class TrainingRunTest {
  @TempDir Path folder;
  private TinyRun tiny;

  @BeforeEach
  void writeConfig() throws IOException {
    tiny = new TinyRun(folder);
  }

  private TrainingRun.Result train(String name, TrainListener listener, String... sets) {
    return tiny.train(name, listener, sets);
  }

  @Test
  void aRunLeavesEverythingThatItPromises() throws IOException {
    List<TrainEvent> events = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void finished(TrainEvent.Finished event) {
            events.add(event);
          }
        };
    TrainingRun.Result result = train("run", listener);
    assertThat(result.table()).contains("Direct transfer", "TSL", "MSD", "sr");
    // direct transfer's model is the teacher of TSL; MSD's teacher has auxiliary heads
    assertThat(events.stream().map(e -> e.job().title()))
        .containsExactly("direct, seed 3", "tsl sr, seed 3", "teacher, seed 3", "msd sr, seed 3");
    Path run = result.directory();
    for (String file :
        List.of(
            "config.yaml",
            "environment.json",
            "metrics.jsonl",
            "results.md",
            "curves.svg",
            "model/README.md",
            "predictions/msd-sr-seed3.conll")) {
      assertThat(run.resolve(file)).isNotEmptyFile();
    }
    assertThat(Files.readString(run.resolve("environment.json"))).contains("sha256", "oneDNN");
    try (Stream<Path> left = Files.list(run.resolve("artifacts"))) {
      assertThat(left.map(p -> p.getFileName().toString().replaceAll("\\.[0-9a-f]{12}\\.", ".")))
          .filteredOn(name -> !name.endsWith(".manifest") && !name.equals(".lock"))
          .as("neither a state nor a teacher's outputs")
          .containsExactlyInAnyOrder(
              "direct-seed3.model.safetensors",
              "direct-seed3.scores.json",
              "teacher-seed3.model.safetensors",
              "tsl-sr-seed3.model.safetensors",
              "tsl-sr-seed3.scores.json",
              "msd-sr-seed3.model.safetensors",
              "msd-sr-seed3.scores.json");
    }
    ModelDirectory model = ModelDirectory.open(run.resolve("model"));
    assertThat(model.headLayers()).containsExactly(1, 2);
    assertThat(model.labels().types()).containsExactly("LOC", "ORG", "PER");
    assertThat(model.confidence().set()).isEqualTo("source dev");
    assertThat(model.confidence().after()).isBetween(0.0, 1.0);
    assertThat(run.resolve("model/README.md"))
        .content()
        .contains(
            String.format(
                Locale.ROOT,
                "on source dev, 15 bins: %.1f %% as trained, %.1f %% with the temperature %.2f,",
                100 * model.confidence().before(),
                100 * model.confidence().after(),
                model.confidence().temperature()));
    // what the 48 sentences of the source write
    assertThat(model.words().orElseThrow().addresses()).isFalse();
    assertThat(run.resolve("model/README.md")).content().contains("## Words", "between letters; ");
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() throws IOException {
    TrainingOptions oneThread =
        new TrainingOptions("auto", OptionalLong.empty(), OptionalInt.of(1));
    Path limited = folder.resolve("two");
    TrainingRun.start(
        tiny.config(), List.of(), Optional.of(limited), oneThread, List.of(), remark -> {});
    assertThat(TinyRun.contents(train("one", new TrainListener() {}).directory()))
        .isEqualTo(TinyRun.contents(limited));
  }

  @Test
  void aRunThatWasStoppedEndsAsIfItNeverHadBeen() throws IOException {
    Map<String, String> whole =
        TinyRun.contents(train("whole", new TrainListener() {}).directory());
    // in the first training before and after a checkpoint, in the second, and in each student
    for (int stopAfter : new int[] {1, 7, 19, 39, 50}) {
      Path stopped = folder.resolve("stopped-after-" + stopAfter);
      assertThatThrownBy(() -> train(stopped.toString(), TinyRun.stop(stopAfter)))
          .isInstanceOf(TinyRun.Stopped.class);
      assertThat(TinyRun.contents(TinyRun.resume(stopped))).isEqualTo(whole);
    }
  }

  /**
   * The result is the same as with one file per corpus: neither the form in which files are listed
   * nor the places at which they are divided matter.
   */
  @Test
  void theFormOfACorpusChangesNoBit() throws IOException {
    String[] sets = {"methods=[tsl]", "teacher.epochs=1", "student.epochs=1"};
    Map<String, String> whole =
        TinyRun.contents(train("whole", new TrainListener() {}, sets).directory());
    cut("hr_set.train");
    cut("sr_set.train");
    cut("sr_set.test");
    Path cut =
        train(
                "cut",
                new TrainListener() {},
                Stream.concat(
                        Stream.of(sets),
                        Stream.of(
                            "source.train=[hr_set.train.1.tsv, hr_set.train.2.tsv]",
                            "source.dev=[hr_set.dev.tsv]",
                            "targets.sr.unlabelled=[sr_set.train.1.tsv, sr_set.train.2.tsv]",
                            "targets.sr.test={sr: [sr_set.test.1.tsv, sr_set.test.2.tsv]}"))
                    .toArray(String[]::new))
            .directory();
    Map<String, String> found = TinyRun.contents(cut);
    for (String settings : List.of("config.yaml", "model/README.md")) {
      assertThat(found.remove(settings)).isNotEqualTo(whole.remove(settings));
    }
    assertThat(found).isEqualTo(whole);
    assertThat(cut.resolve("model/README.md"))
        .content()
        .contains("| source train |", "hr\\_set.train.1.tsv", "hr\\_set.train.2.tsv")
        .contains("sr\\_set.train.2.tsv", "sr\\_set.test.2.tsv");
    for (String file : List.of("hr_set.train", "sr_set.train", "sr_set.test")) {
      String hash = FileHash.of(folder.resolve(file + ".2.tsv")).sha256();
      assertThat(cut.resolve("environment.json")).content().contains(hash);
    }
  }

  /** Divides a file into two files after a sentence. */
  private void cut(String name) throws IOException {
    String text = Files.readString(folder.resolve(name + ".tsv"));
    int at = text.indexOf("\n\n", text.length() / 3) + 2;
    Files.writeString(folder.resolve(name + ".1.tsv"), text.substring(0, at));
    Files.writeString(folder.resolve(name + ".2.tsv"), text.substring(at));
  }

  @Test
  void aTaggerLearnsFromSeveralLanguagesAndIsScoredOnSeveralSets() throws IOException {
    for (String name : List.of("sk_snk.train", "sk_snk.dev", "sk_snk.test", "hr_set.test")) {
      ShippedText.head(name, 12, folder);
    }
    List<TrainEvent.Scored> events = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void scored(TrainEvent.Scored event) {
            events.add(event);
          }
        };
    TrainingRun.Result result =
        train(
            "several",
            listener,
            "methods=[direct, tsl]",
            "teacher.epochs=1",
            "student.epochs=1",
            "source.language=",
            "source.train={hr: hr_set.train.tsv, sk: sk_snk.train.tsv}",
            "source.dev={hr: hr_set.dev.tsv, sk: sk_snk.dev.tsv}",
            "source.test={hr: hr_set.test.tsv, sk: sk_snk.test.tsv}",
            "targets.sr.test={sr: sr_set.test.tsv, sr-old: sr_set.train.tsv}");
    assertThat(result.table().lines().findFirst().orElseThrow().strip().split(" {2,}"))
        .containsExactly("F1 in percent", "hr", "sk", "sr", "sr-old", "mean");
    assertThat(events.get(0).scores()).containsOnlyKeys("hr", "sk", "sr", "sr-old");
    assertThat(events.get(1).scores()).containsOnlyKeys("sr", "sr-old");
    Path run = result.directory();
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
        .filteredOn(line -> line.contains("evaluated"))
        .isNotEmpty()
        .allMatch(l -> l.matches(".*\"source-dev-hr\":.*\"source-dev-sk\":.*\"source-dev\":.*"));
    for (String name : List.of("direct-sk", "direct-sr-old", "tsl-sr", "tsl-sr-old")) {
      assertThat(run.resolve("predictions/" + name + "-seed3.conll")).isNotEmptyFile();
    }
    assertThat(run.resolve("model/README.md"))
        .content()
        .contains("Languages: hr, sk, sr", "labelled hr+sk text", "| sr-old test |")
        .contains("| source sk train |", "| source hr dev |", "| source sk test |")
        .contains("| sr sr-old test |");
    assertThat(TinyRun.contents(run))
        .as("config.yaml gives the same settings back")
        .isEqualTo(resumed(run));
  }

  /** The student has layers 1 and 3 of three, so the head on layer 2 is dropped with its layer. */
  @Test
  void aStudentMayBeShallowerThanItsTeacher() throws IOException {
    Path run =
        train(
                "shallow",
                new TrainListener() {},
                "student.layers=[1, 3]",
                "auxiliary.layers=[1, 2]",
                "student.epochs=1",
                "student.learningRate=1e-12")
            .directory();
    ModelDirectory model = ModelDirectory.open(run.resolve("model"));
    assertThat(model.encoder().layers()).isEqualTo(2);
    assertThat(model.headLayers()).containsExactly(1);
    // the learning rate is tiny, so it still equals its start: those layers and heads of its
    // teacher
    try (LoadedModel student = model.load(ElementType.FLOAT32);
        WeightFile teacher =
            WeightFile.open(
                TinyRun.artifact(run, "teacher-seed3.model.", ".safetensors").orElseThrow())) {
      String output = "output.dense.weight";
      assertNear(
          student, "bert.encoder.layer.1." + output, teacher, "bert.encoder.layer.2." + output);
      assertNear(student, "heads.1.weight", teacher, "heads.1.weight");
      assertNear(student, "classifier.weight", teacher, "classifier.weight");
      assertThat(teacher.names()).contains("heads.2.weight", "bert.encoder.layer.1." + output);
    }
    assertThat(TinyRun.contents(run)).isEqualTo(resumed(run));
    assertThatThrownBy(() -> train("deep", new TrainListener() {}, "student.layers=[1, 4]"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("student.layers")
        .hasMessageContaining("at most the encoder's layers, 3");
    assertThatThrownBy(() -> train("wrong", new TrainListener() {}, "student.layers=[2, 1]"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("ascending");
  }

  private static void assertNear(LoadedModel model, String name, WeightFile file, String original) {
    assertThat(model.parameters().get(name).toFloats())
        .as(name)
        .containsExactly(file.floats(original), within(1e-6f));
  }

  private static Map<String, String> resumed(Path run) throws IOException {
    return TinyRun.contents(TinyRun.resume(run));
  }

  @Test
  void theBestSeedIsFoundWhereTheLastStepCounts() throws IOException {
    TreeMap<Double, Long> seedByScore = new TreeMap<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void evaluated(TrainEvent.Evaluated event) {
            seedByScore.putIfAbsent(event.scores().get("source-dev"), event.job().seed());
          }
        };
    String[] sets = {
      "methods=[direct]",
      "seeds=[5, 4]",
      "dropout=0",
      "evaluateEvery=1000",
      "teacher.select=last",
      "teacher.learningRate=3e-2",
      "teacher.epochs=20"
    };
    Path run = train("last", listener, sets).directory();
    assertThat(seedByScore).as("scores that differ").hasSize(2);
    String best = "- Seed: " + seedByScore.lastEntry().getValue() + "\n";
    assertThat(run.resolve("model/README.md")).content().contains(best);
  }

  @Test
  void everyMethodAndAblationTrains() {
    TrainingRun.Result result =
        train(
            "all",
            new TrainListener() {},
            "methods=[teacher, direct, tsl, msd, "
                + "{msd: {title: MSD w/o distillers, distillers: false}}, "
                + "{msd: {title: MSD w/o target MMD, mmd: {target: 0}}}, "
                + "{msd: {title: MSD w/o source MMD, mmd: {source: 0}}}, "
                + "{msd: {title: MSD w/o all, distillers: false, mmd: {source: 0, target: 0}}}]",
            "seeds=[1, 2]",
            "teacher.epochs=1",
            "student.epochs=1");
    assertThat(result.table().lines().filter(l -> l.contains("±"))).hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void aTeachersOutputsAreComputedOnceForAllItsStudents() {
    List<String> trained = new ArrayList<>();
    List<Object> files = new ArrayList<>();
    TrainListener listener =
        new TrainListener() {
          @Override
          public void started(TrainEvent.Started event) {
            trained.add(event.job().title());
            if (event.job().target().isPresent()) {
              files.add(
                  key(
                      TinyRun.artifact(
                              folder.resolve("shared"), "teacher-sr-seed3.", ".safetensors")
                          .orElseThrow()));
            }
          }
        };
    train(
        "shared",
        listener,
        "methods=[msd, {msd: {title: no target, mmd: {target: 0}}},"
            + " {msd: {title: no source, mmd: {source: 0}}}]",
        "teacher.epochs=1",
        "student.epochs=1");
    assertThat(trained)
        .containsExactly(
            "teacher, seed 3", "msd sr, seed 3", "no-target sr, seed 3", "no-source sr, seed 3");
    assertThat(files).hasSize(3).doesNotContainNull();
    assertThat(files.stream().distinct()).as("one file, never written again").hasSize(1);
  }

  /** A value that changes if the file is written again. */
  private static Object key(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return List.of(attributes.fileKey(), attributes.lastModifiedTime());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRunIsNeverOverwritten() {
    train("run", new TrainListener() {}, "methods=[direct]", "teacher.epochs=1");
    assertThatThrownBy(() -> train("run", new TrainListener() {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("`resume: ");
  }
}

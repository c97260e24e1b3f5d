package dev.zener.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.TrainingRun;
import dev.zener.problem.InputException;
import dev.zener.testing.TinyRun;
import dev.zener.train.TrainListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every method passes on the tiny run. */
@Tag("slow")
abstract class MethodContract {
  private static final String[] SHORT = {"teacher.epochs=1", "student.epochs=1"};

  @TempDir Path folder;
  private TinyRun tiny;

  /** The name of the method in configurations. */
  abstract String key();

  /** The trainings of a run with this method alone, in order. */
  abstract List<String> trainings();

  /** A setting of its own with a value that is not allowed, such as {@code mmd: {source: -1}}. */
  abstract String badSetting();

  @BeforeEach
  void writeRun() throws IOException {
    tiny = new TinyRun(folder);
  }

  private String[] sets(String methods, String... more) {
    return Stream.of(Stream.of("methods=[" + methods + "]"), Stream.of(SHORT), Arrays.stream(more))
        .flatMap(each -> each)
        .toArray(String[]::new);
  }

  @Test
  void itTrainsAndIsARowOfTheTable() {
    TrainingRun.Result result = tiny.train("row", new TrainListener() {}, sets(key()));
    assertThat(result.table()).contains(Methods.usualTitle(key()), "sr");
    assertThat(result.directory().resolve("model/config.json")).isNotEmptyFile();
  }

  @Test
  void itDoesTheTrainingsThatItNeedsAndSharesThem() {
    assertThat(tiny.trainings("alone", sets(key()))).isEqualTo(trainings());
    String twice = key() + ", {" + key() + ": {title: Same again}}";
    assertThat(tiny.trainings("twice", sets(twice)))
        .as("the same settings under another title need no other training")
        .isEqualTo(trainings());
  }

  @Tag("slow")
  @Test
  void aRunThatWasStoppedHasTheSameBits() throws IOException {
    Path whole = tiny.train("whole", sets(key(), "checkpointEvery=2"));
    Map<String, String> expected = TinyRun.contents(whole);
    for (int after : new int[] {1, 5, 3 + 6 * trainings().size() / 2}) {
      Path stopped = folder.resolve("stopped-after-" + after);
      assertThatThrownBy(
              () ->
                  tiny.train(
                      stopped.toString(), TinyRun.stop(after), sets(key(), "checkpointEvery=2")))
          .isInstanceOf(TinyRun.Stopped.class);
      assertThat(TinyRun.contents(TinyRun.resume(stopped))).isEqualTo(expected);
    }
  }

  @Test
  void aBadSettingIsRefusedByName() {
    String setting = badSetting().substring(badSetting().lastIndexOf('{') + 1).split(":")[0];
    assertThatThrownBy(() -> tiny.train("bad", sets("{" + key() + ": {" + badSetting() + "}}")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("methods[0]." + key() + ".")
        .hasMessageContaining(setting + " is ")
        .hasMessageContaining("allowed: ");
  }
}

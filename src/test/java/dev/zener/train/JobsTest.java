package dev.zener.train;

import static dev.zener.train.MethodName.DIRECT;
import static dev.zener.train.MethodName.MSD;
import static dev.zener.train.MethodName.MSD_NO_ALL;
import static dev.zener.train.MethodName.MSD_NO_DISTILLERS;
import static dev.zener.train.MethodName.MSD_NO_MMD_SOURCE;
import static dev.zener.train.MethodName.MSD_NO_MMD_TARGET;
import static dev.zener.train.MethodName.TEACHER;
import static dev.zener.train.MethodName.TSL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobsTest {
  /** Ma et al. 2022, sections 3 and 4.4: an ablation removes what its name says. */
  @ParameterizedTest
  @CsvSource({
    // method, auxiliary heads, source MMD, target MMD, teacher
    "TSL, false, false, false, DIRECT",
    "MSD, true, true, true, TEACHER",
    "MSD_NO_DISTILLERS, false, true, true, DIRECT",
    "MSD_NO_MMD_TARGET, true, true, false, TEACHER",
    "MSD_NO_MMD_SOURCE, true, false, true, TEACHER",
    "MSD_NO_ALL, false, false, false, DIRECT"
  })
  void students(
      MethodName method, boolean heads, boolean source, boolean target, MethodName teacher) {
    assertThat(method.distils()).isTrue();
    assertThat(Jobs.hasAuxiliary(method)).isEqualTo(heads);
    assertThat(Jobs.usesSourceMmd(method)).isEqualTo(source);
    assertThat(Jobs.usesTargetMmd(method)).isEqualTo(target);
    assertThat(Jobs.teacher(method)).isEqualTo(teacher);
    assertThat(Jobs.hasAuxiliary(teacher)).as("the teacher's heads").isEqualTo(heads);
  }

  @ParameterizedTest
  @CsvSource({"TEACHER, true", "DIRECT, false"})
  void modelsFromLabels(MethodName method, boolean heads) {
    assertThat(method.distils()).isFalse();
    assertThat(Jobs.hasAuxiliary(method)).isEqualTo(heads);
    assertThat(Jobs.usesSourceMmd(method)).isFalse();
    assertThat(Jobs.usesTargetMmd(method)).isFalse();
  }

  @Test
  void aTeacherIsTrainedOnceForAllWhoNeedIt() {
    assertThat(Jobs.fromLabels(List.of(DIRECT, TSL, MSD))).containsExactly(DIRECT, TEACHER);
    assertThat(Jobs.fromLabels(List.of(MSD, DIRECT, MSD_NO_MMD_SOURCE, MSD_NO_MMD_TARGET)))
        .containsExactly(TEACHER, DIRECT);
    assertThat(Jobs.fromLabels(List.of(TSL, MSD_NO_DISTILLERS, MSD_NO_ALL)))
        .containsExactly(DIRECT);
    assertThat(Jobs.fromLabels(List.of(TEACHER))).containsExactly(TEACHER);
  }

  @Test
  void theSourceSelectsUnlessAnotherIsNamed() {
    assertThat(Jobs.selectBy(TrainConfig.Select.SOURCE_DEV)).isEqualTo("source-dev");
    assertThat(Jobs.selectBy(TrainConfig.Select.TARGET_DEV)).isEqualTo("target-dev");
    assertThat(Jobs.selectBy(TrainConfig.Select.LAST)).isEmpty();
  }

  @Test
  void aScoreHasTheNameOfItsSetAndPart() {
    assertThat(Jobs.score("source-dev", CorpusFiles.WHOLE)).isEqualTo("source-dev");
    assertThat(Jobs.score("source-dev", "hr")).isEqualTo("source-dev-hr");
  }

  @Test
  void everyJobHasASeedAndAFileOfItsOwn() {
    Set<Long> seeds = new HashSet<>();
    Set<String> files = new HashSet<>();
    int jobs = 0;
    for (MethodName method : MethodName.values()) {
      for (String target : Arrays.asList("sr", "de", null)) {
        for (long seed = 1; seed <= 5; seed++, jobs++) {
          TrainEvent.Job job = new TrainEvent.Job(method.key(), Optional.ofNullable(target), seed);
          seeds.add(Jobs.seed(job));
          files.add(Jobs.file(job, "best"));
        }
      }
    }
    assertThat(seeds).hasSize(jobs);
    assertThat(files).hasSize(jobs);
    TrainEvent.Job job = new TrainEvent.Job("msd", Optional.of("sr"), 1);
    assertThat(Jobs.file(job, "best")).isEqualTo("msd-sr-seed1.best.safetensors");
  }
}

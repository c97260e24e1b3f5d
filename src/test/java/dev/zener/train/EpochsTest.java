package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochsTest {
  @ParameterizedTest
  @CsvSource({"10, 3, 4", "12, 3, 4", "1, 1, 1", "5, 8, 1", "7, 7, 1"})
  void anEpochHasEverySentenceOnce(int count, int size, int steps) {
    Epochs epochs = new Epochs(count, size, 7);
    assertThat(epochs.steps()).isEqualTo(steps);
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (int s = 0; s < steps; s++) {
        Arrays.stream(epochs.at((long) epoch * steps + s)).forEach(seen::add);
      }
      List<Integer> all = IntStream.range(0, count).boxed().toList();
      assertThat(seen).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void sentencesAreThoseOfTheBatches() {
    Epochs epochs = new Epochs(10, 3, 7);
    long sum = 0;
    for (int step = 0; step < 13; step++) {
      assertThat(epochs.sentences(step)).isEqualTo(sum);
      sum += epochs.at(step).length;
    }
  }

  @Test
  void aStepIsTheSameWhateverCameBefore() {
    Epochs onwards = new Epochs(10, 3, 7);
    List<int[]> steps = IntStream.range(0, 20).mapToObj(onwards::at).toList();
    Epochs jumping = new Epochs(10, 3, 7);
    for (int step : new int[] {19, 0, 7, 6, 13, 8}) {
      assertThat(jumping.at(step)).isEqualTo(steps.get(step));
    }
  }

  @Test
  void epochsAndSeedsDiffer() {
    int[] first = new Epochs(50, 50, 7).at(0);
    assertThat(new Epochs(50, 50, 7).at(1)).isNotEqualTo(first);
    assertThat(new Epochs(50, 50, 8).at(0)).isNotEqualTo(first);
  }
}

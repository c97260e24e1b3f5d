package dev.zener.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DrawnSentencesTest {
  private static final LengthSelection SELECTION = new LengthSelection(10, 40, 2);

  @Test
  void longSentencesAreLessProbableAndLaterEpochsAllowMore() {
    assertThat(SELECTION.probability(10, 0, 4)).isEqualTo(1);
    assertThat(SELECTION.probability(20, 0, 4)).isEqualTo(0.25);
    assertThat(SELECTION.probability(20, 1, 4)).as("the limit is 20").isEqualTo(1);
    assertThat(SELECTION.probability(80, 3, 4)).as("the limit is 40").isEqualTo(0.25);
    assertThat(SELECTION.probability(80, 0, 1)).as("one epoch has the last limit").isEqualTo(0.25);
    assertThat(new LengthSelection(1, 1, 0).probability(500, 0, 1)).isEqualTo(1);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new LengthSelection(0, 1, 1)).hasMessageStartingWith("from is 0");
    assertThatThrownBy(() -> new LengthSelection(5, 4, 1)).hasMessageStartingWith("to is 4");
    assertThatThrownBy(() -> new LengthSelection(5, 6, -1)).hasMessageStartingWith("power is -1");
  }

  @Test
  void anEpochDrawsSentencesWithTheirProbability() {
    int[] lengths = IntStream.range(0, 8000).map(i -> i < 4000 ? 10 : 20).toArray();
    DrawnSentences drawn = new DrawnSentences(lengths, SELECTION, 8000, 1, 4, 7);
    int[] first = drawn.at(0);
    assertThat(Arrays.stream(first).filter(s -> lengths[s] == 10).count()).isEqualTo(4000);
    long longer = Arrays.stream(first).filter(s -> lengths[s] == 20).count();
    assertThat((double) longer / 4000).isCloseTo(0.25, Offset.offset(0.03));
    assertThat(drawn.at(1)).as("all in the second epoch").hasSize(8000);
    assertThat(drawn.at(0)).as("the same again").isEqualTo(first);
  }

  @Test
  void stepsGoThroughWhatWasDrawnAndStartAgain() {
    DrawnSentences drawn = new DrawnSentences(new int[] {1, 1, 1}, SELECTION, 2, 3, 1, 7);
    int[] all = IntStream.range(0, 3).flatMap(s -> Arrays.stream(drawn.at(s))).toArray();
    assertThat(all).hasSize(6);
    assertThat(Arrays.copyOf(all, 3)).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(Arrays.copyOfRange(all, 3, 6)).isEqualTo(Arrays.copyOf(all, 3));
  }

  @Test
  void sentencesAreCounted() {
    DrawnSentences drawn = new DrawnSentences(new int[] {1, 1, 1, 90}, SELECTION, 4, 3, 1, 7);
    assertThat(drawn.at(0)).hasSizeBetween(3, 4);
    assertThat(drawn.sentences(0)).isZero();
    assertThat(drawn.sentences(5))
        .isEqualTo(IntStream.range(0, 5).map(step -> drawn.at(step).length).sum());
  }

  @Test
  void aDrawThatIsEmptyHasTheShortest() {
    LengthSelection strict = new LengthSelection(1e-9, 1e-9, 9);
    DrawnSentences drawn = new DrawnSentences(new int[] {9, 4, 6}, strict, 2, 1, 1, 1);
    assertThat(drawn.at(0)).containsExactly(1);
  }
}

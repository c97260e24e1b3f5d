package dev.zener.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
  private static int[] flat(List<int[]> batches) {
    return batches.stream().flatMapToInt(Arrays::stream).toArray();
  }

  private static Window window(int sentence, int pieces) {
    return new Window(sentence, new int[pieces], new int[0], new int[0]);
  }

  @Test
  void anEpochIsAPass() {
    List<int[]> batches = Batches.shuffled(10, 4, 1, 0);
    assertThat(batches).extracting(batch -> batch.length).containsExactly(4, 4, 2);
    assertThat(flat(batches)).containsExactlyInAnyOrder(IntStream.range(0, 10).toArray());
    assertThat(Batches.perEpoch(10, 4)).isEqualTo(3);
    assertThat(Batches.perEpoch(8, 4)).isEqualTo(2);
    assertThat(Batches.shuffled(0, 4, 1, 0)).isEmpty();
  }

  @Test
  void seedAndEpochDecideTheOrder() {
    int[] order = flat(Batches.shuffled(50, 7, 3, 2));
    assertThat(flat(Batches.shuffled(50, 50, 3, 2))).isEqualTo(order);
    assertThat(flat(Batches.shuffled(50, 7, 3, 3))).isNotEqualTo(order);
    assertThat(flat(Batches.shuffled(50, 7, 4, 2))).isNotEqualTo(order);
    assertThat(order).isNotEqualTo(IntStream.range(0, 50).toArray());
  }

  /** This order must never change, so that runs can be repeated with later versions. */
  @Test
  void theOrderIsPinned() {
    assertThat(flat(Batches.shuffled(8, 8, 42, 0))).containsExactly(4, 1, 2, 5, 6, 7, 0, 3);
  }

  @Test
  void everyPlaceIsAsLikely() {
    int[] first = new int[5];
    for (int seed = 0; seed < 5000; seed++) {
      first[Batches.shuffled(5, 1, seed, 0).get(0)[0]]++;
    }
    // The expected count is 1000 each, the standard deviation 28.
    assertThat(Arrays.stream(first).boxed()).allMatch(n -> n > 860 && n < 1140);
  }

  @Test
  void windowsOfLikeLengthWithinABudget() {
    List<Window> windows =
        List.of(window(0, 3), window(1, 20), window(2, 5), window(3, 3), window(4, 4));
    List<List<Window>> batches = Batches.bySize(windows, Window::pieces, 9);
    assertThat(batches)
        .extracting(batch -> batch.stream().map(Window::sentence).toList())
        .containsExactly(List.of(1), List.of(2, 4), List.of(0, 3));
    assertThat(Batches.bySize(List.of(), Window::pieces, 9)).isEmpty();
  }

  @Test
  void cyclesGoOverEveryItemAgainAndAgain() {
    Cycle cycle = new Cycle(6, 4, 9);
    List<Integer> drawn = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      Arrays.stream(cycle.batch(t)).forEach(drawn::add);
    }
    for (int pass = 0; pass < 4; pass++) {
      assertThat(drawn.subList(6 * pass, 6 * pass + 6)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    }
    assertThat(drawn.subList(0, 6)).isNotEqualTo(drawn.subList(6, 12));
  }

  @Test
  void aCycleCanStartAnywhere() {
    Cycle cycle = new Cycle(6, 4, 9);
    int[] first = cycle.batch(0);
    int[] late = cycle.batch(1001);
    assertThat(new Cycle(6, 4, 9).batch(1001)).isEqualTo(late);
    assertThat(cycle.batch(0)).isEqualTo(first);
    assertThat(new Cycle(3, 8, 1).batch(0)).hasSize(8).contains(0, 1, 2);
  }

  @Test
  void sizesAreChecked() {
    assertThatThrownBy(() -> Batches.shuffled(3, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cycle(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}

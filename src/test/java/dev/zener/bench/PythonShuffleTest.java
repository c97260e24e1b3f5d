package dev.zener.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Compares with CPython 3.11: {@code r = random.Random(0); o = list(range(n)); r.shuffle(o);
 * print(o)}.
 */
class PythonShuffleTest {
  @Test
  void theOrderIsPythons() {
    assertThat(PythonShuffle.order(4)).containsExactly(2, 0, 1, 3);
    assertThat(PythonShuffle.order(31))
        .containsExactly(
            3, 10, 19, 17, 5, 0, 7, 30, 25, 14, 21, 26, 22, 2, 20, 4, 28, 6, 18, 11, 23, 9, 29, 15,
            16, 8, 1, 13, 24, 12, 27);
  }

  @Test
  void theGeneratorGoesOnWhereItsStateIsUsedUp() {
    // uses more than 624 words, the size of the generator's state
    int[] order = PythonShuffle.order(1000);
    assertThat(order).startsWith(FIRST_OF_1000).doesNotHaveDuplicates().hasSize(1000);
  }

  private static final int[] FIRST_OF_1000 = {439, 621, 160, 549, 237, 389, 658, 507, 124, 290};

  @Test
  void fewThingsHaveAnOrderToo() {
    assertThat(PythonShuffle.order(0)).isEmpty();
    assertThat(PythonShuffle.order(1)).containsExactly(0);
  }
}

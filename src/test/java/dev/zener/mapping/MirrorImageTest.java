package dev.zener.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Words of three numbers, which vary most along the second and least along the first. */
class MirrorImageTest {
  private static final double[] SPREAD = {0.1, 1, 0.4};

  private static float[][] words() {
    float[][] rows = Words.random(500, 3, new Random(1));
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= (float) SPREAD[i];
      }
    }
    return rows;
  }

  @Test
  void bitsChooseTheAxesByTheirVariance() {
    try (WordMatrix x = Words.of("s", words()).matrix()) {
      MirrorImage images = new MirrorImage(x, x, 5);
      assertThat(images.ofIdentity(0)).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
      double[] second = {1, 0, 0, 0, -1, 0, 0, 0, 1};
      assertThat(images.ofIdentity(1)).containsExactly(second, within(0.1));
      double[] secondAndThird = {1, 0, 0, 0, -1, 0, 0, 0, -1};
      assertThat(images.ofIdentity(3)).containsExactly(secondAndThird, within(0.1));
    }
  }

  @Test
  void theBestImageHasTheRightSign() {
    float[][] rows = words();
    float[][] turned = Words.random(500, 3, new Random(2));
    for (int i = 0; i < rows.length; i++) {
      turned[i] = new float[] {rows[i][0], rows[i][1], -rows[i][2]};
    }
    try (WordMatrix x = Words.of("s", rows).matrix();
        WordMatrix y = Words.of("t", turned).matrix()) {
      double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
      double[] right = {1, 0, 0, 0, 1, 0, 0, 0, -1};
      assertThat(new MirrorImage(x, y, 5).best(identity)).containsExactly(right, within(0.1));
    }
  }
}

package dev.zener.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zener.label.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static Calibration.Found found(boolean right, double... p) {
    return Calibration.Found.of(new double[][] {p}, new int[] {0}, new Span(0, 1, "PER"), right);
  }

  /** 3 in 4 predictions with probability σ(ln 9) = 0.9 are right, and σ(ln 9 / 2) = 0.75. */
  @Test
  void aHandWorkedCase() {
    List<Calibration.Found> entities = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      entities.add(found(i < 6, 0.9, 0.1));
    }
    Calibration calibration = new Calibration(entities);
    assertThat(calibration.entities()).isEqualTo(8);
    assertThat(calibration.temperature()).isCloseTo(2, within(1e-3));
    assertThat(calibration.error(1)).isCloseTo(0.15, within(1e-12));
    assertThat(calibration.error(2)).isCloseTo(0, within(1e-12));
  }

  /** Bin [6/15, 7/15) has 0.45 and 0.41, one of them right; bin [12/15, 13/15) has 0.85, right. */
  @Test
  void errorsOfBinsAreWeightedByTheirEntities() {
    Calibration calibration =
        new Calibration(
            List.of(found(true, 0.45, 0.55), found(false, 0.41, 0.59), found(true, 0.85, 0.15)));
    assertThat(calibration.error(1))
        .isCloseTo((Math.abs(1 - 0.86) + Math.abs(1 - 0.85)) / 3, within(1e-12));
  }

  @Test
  void anEntityIsAsCertainAsItsLeastCertainWord() {
    double[][] p = {{1, 0, 0}, {0.2, 0.5, 0.3}, {0.1, 0.1, 0.8}};
    Calibration.Found entity =
        Calibration.Found.of(p, new int[] {0, 1, 2}, new Span(1, 3, "LOC"), true);
    assertThat(entity.confidence(1)).isCloseTo(0.5, within(1e-12));
    double root = Math.sqrt(0.2) + Math.sqrt(0.5) + Math.sqrt(0.3);
    assertThat(entity.confidence(2)).isCloseTo(Math.sqrt(0.5) / root, within(1e-12));
  }

  /**
   * Right answers are drawn with the probabilities that the model would have after the temperature.
   */
  @Test
  void aPlantedTemperatureIsFound() {
    for (double planted : new double[] {0.5, 1, 2.5}) {
      Random random = new Random(3);
      List<Calibration.Found> entities = new ArrayList<>();
      for (int i = 0; i < 20_000; i++) {
        double[] z = {2 + random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
        boolean right = random.nextDouble() < softmax(z, planted)[0];
        entities.add(found(right, softmax(z, 1)));
      }
      Calibration calibration = new Calibration(entities);
      assertThat(calibration.temperature()).isCloseTo(planted, within(0.06 * planted));
      assertThat(calibration.error(planted)).isLessThan(0.02);
      if (planted != 1) {
        assertThat(calibration.error(1)).isGreaterThan(0.1);
      }
    }
  }

  private static double[] softmax(double[] z, double temperature) {
    double[] e = Arrays.stream(z).map(x -> Math.exp(x / temperature)).toArray();
    double sum = Arrays.stream(e).sum();
    return Arrays.stream(e).map(x -> x / sum).toArray();
  }

  @Test
  void withoutBothKindsNothingIsChanged() {
    assertThat(new Calibration(List.of()).temperature()).isOne();
    assertThat(new Calibration(List.of()).error(1)).isZero();
    assertThat(new Calibration(List.of(found(true, 0.7, 0.3))).temperature()).isOne();
    assertThat(new Calibration(List.of(found(false, 0.7, 0.3))).temperature()).isOne();
    Calibration certain = new Calibration(List.of(found(true, 1, 0), found(false, 1, 0)));
    assertThat(certain.temperature()).isBetween(0.1, 10.0);
    assertThat(certain.error(1)).isCloseTo(0.5, within(1e-12));
  }
}

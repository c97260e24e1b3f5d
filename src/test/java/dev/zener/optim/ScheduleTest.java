package dev.zener.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zener.testing.Close;
import dev.zener.testing.Golden;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 19, 20, 25, 100})
  void equalsTheFactorsOfThePaper(int steps) {
    Schedule schedule = new Schedule(0.25, steps, 0.1);
    double[] rates = IntStream.rangeClosed(1, steps).mapToDouble(schedule::at).toArray();
    try (Golden golden = new Golden("adamw")) {
      double[] factors = golden.doubles("schedule." + steps);
      assertThat(rates).hasSize(steps);
      for (int t = 0; t < steps; t++) {
        factors[t] *= 0.25;
      }
      Close.check("T = " + steps, rates, factors, 1e-15, 0);
    }
  }

  @Test
  void warmsUpAndFallsToZero() {
    Schedule schedule = new Schedule(1, 10, 0.4);
    assertThat(schedule.at(1)).isEqualTo(0.25);
    assertThat(schedule.at(4)).isEqualTo(1);
    assertThat(schedule.at(7)).isEqualTo(0.5);
    assertThat(schedule.at(10)).isZero();
    assertThat(new Schedule(1, 4, 0).at(1)).isEqualTo(0.75);
  }

  @Test
  void namesASettingThatIsNotAllowed() {
    assertThatThrownBy(() -> new Schedule(0, 10, 0.1)).hasMessageStartingWith("learningRate 0.0;");
    assertThatThrownBy(() -> new Schedule(1, 0, 0.1)).hasMessageStartingWith("steps 0;");
    assertThatThrownBy(() -> new Schedule(1, 10, 1)).hasMessageStartingWith("warmup 1.0;");
  }
}
